"""A small real action server for the bot's tests: it speaks Rasa's action protocol, and refuses unknown actions."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Tuple

SAYING = (
    "action_answer",
    "action_recommend",
    "action_submit_report",
    "action_report_status",
    "action_handover",
    "action_leave_question",
    "action_delete_data",
    "action_feedback",
)
REPORT = ("subject", "what", "place", "since", "contact", "consent", "consent_sensitive", "consent_share")


class ActionServer:
    """Serves on a free loopback port; ``calls`` keeps every (action, slots) in order."""

    def __init__(self) -> None:
        self.calls: List[Tuple[str, Dict[str, Any]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = outer.answer(body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Tests read ``calls`` instead of a log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"

    def __enter__(self) -> ActionServer:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, body: Dict[str, Any]) -> Tuple[int, Dict[str, Any]]:
        """Return (status, body) for one call; unknown names get 404 as Rasa's protocol wants."""
        name, tracker = body["next_action"], body["tracker"]
        self.calls.append((name, dict(tracker["slots"])))
        if name in ("validate_profile_form", "validate_report_form"):
            return 200, {"events": _validated(tracker), "responses": []}
        if name not in SAYING:
            return 404, {"error": f"no action {name}", "action_name": name}
        events = []
        if name == "action_submit_report":
            events = [{"event": "slot", "name": f"report_{slot}", "value": None} for slot in REPORT]
        return 200, {"events": events, "responses": [{"custom": {"text": f"<{name}>", "citations": [], "buttons": []}}]}


def _validated(tracker: Dict[str, Any]) -> List[Dict[str, Any]]:
    """Accept every candidate (the slot events at the end); read a bare age, as the product's validator does."""
    candidates: List[Dict[str, Any]] = []
    for event in reversed(tracker["events"]):
        if event["event"] != "slot":
            break
        candidates.append({"event": "slot", "name": event["name"], "value": event["value"]})
    for event in candidates:
        if event["name"] == "report_what" and re.search(
            r"(신고|알리)\S{0,3}( 싶어요|게요|래요)$", event["value"] or ""
        ):
            event["value"] = None
    bare = re.fullmatch(r"\D{0,4}(\d{1,3})\D{0,6}", tracker["latest_message"]["text"] or "")
    if not candidates and tracker["slots"].get("requested_slot") == "age" and bare:
        candidates = [{"event": "slot", "name": "age", "value": int(bare[1])}]
    return candidates
