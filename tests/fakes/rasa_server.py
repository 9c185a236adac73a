"""A strict Rasa 3.6 server on loopback: the REST channel and the HTTP API as the real one behaves, faults included."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.fakes.http_server import serving

Mode = Literal["normal", "empty", "slow", "500", "invalid", "object", "strings", "reset"]
TOKEN = "fake-rasa-token"
MODEL = "rasa-fake.tar.gz"
INTENTS = ("greet", "ask_amount", "report_risk", "EXTERNAL_case_update")


def echo(sender: str, text: str) -> list[dict[str, Any]]:
    """Say the words again."""
    return [{"text": f"들은 말: {text}"}]


class FakeRasa:
    """``async with FakeRasa() as rasa``: ``url`` is its address, ``heard`` the (sender, text) that reached the NLU.

    ``answer(sender, text)`` gives the messages of a normal turn. ``mode`` is how the REST channel behaves: "empty" is
    the 200 ``[]`` of an exception inside, "slow" answers only once ``release`` is set, "reset" breaks the connection
    in the middle. ``commands`` are the texts that the real server would have taken for a command instead of words.
    """

    def __init__(self, answer: Callable[[str, str], list[dict[str, Any]]] = echo, token: str = TOKEN) -> None:
        self.url = ""
        self.answer, self.token = answer, token
        self.mode: Mode = "normal"
        self.heard: list[tuple[str, str]] = []
        self.commands: list[str] = []
        self.refused: list[str] = []
        self.events: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.forms: dict[str, str] = {}
        self.executed: list[tuple[str, str]] = []
        self.release = asyncio.Event()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> FakeRasa:
        self.url = await self._stack.enter_async_context(serving(Starlette(routes=self._routes())))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.release.set()
        await self._stack.aclose()

    def _routes(self) -> list[Route]:
        conversation = "/conversations/{sender}"
        return [
            Route("/", _hello),
            Route("/version", _version),
            Route("/status", self._status),
            Route("/webhooks/rest/", _alive),
            Route("/webhooks/rest/webhook", self._rest, methods=["POST"]),
            Route("/model/parse", self._parse, methods=["POST"]),
            Route(f"{conversation}/tracker", self._tracker),
            Route(f"{conversation}/tracker/events", self._append, methods=["POST", "PUT"]),
            Route("/domain", self._domain),
            Route(f"{conversation}/execute", self._execute, methods=["POST"]),
            Route(f"{conversation}/trigger_intent", self._trigger, methods=["POST"]),
        ]

    async def _rest(self, request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ValueError:
            return JSONResponse({"description": "Bad Request", "status": 400, "message": "Failed to parse"}, 400)
        sender, text = body.get("sender") or "default", body.get("message")
        if not isinstance(body.get("sender"), str) or not isinstance(text, str) or not text.strip():
            self.refused.append(f"sender or message missing: {body}")
            return JSONResponse([])
        # Rasa strips the text before it looks for its command sign.
        if text.strip().startswith("/"):
            self.commands.append(text)
            return JSONResponse([])
        self.heard.append((sender, text))
        return await self._turn(sender, text.strip())

    async def _turn(self, sender: str, text: str) -> Response:
        mode = self.mode
        if mode == "slow":
            await self.release.wait()
        if mode == "500":
            return PlainTextResponse("Internal Server Error", 500)
        if mode == "invalid":
            return PlainTextResponse('[{"recipient_id": "a", "text"', media_type="application/json")
        if mode == "reset":
            return _Broken()
        if mode in ("empty", "object", "strings"):
            return JSONResponse({"empty": [], "object": {"text": "답"}, "strings": ["답"]}[mode])
        said = [{"recipient_id": sender, **message} for message in self.answer(sender, text)]
        return Response(json.dumps(said), media_type="application/json")

    async def _status(self, request: Request) -> Response:
        return self._guarded(request) or JSONResponse(
            {"model_file": MODEL, "model_id": "fake", "num_active_training_jobs": 0}
        )

    async def _parse(self, request: Request) -> Response:
        if refusal := self._guarded(request):
            return refusal
        text = (await request.json())["text"]
        return JSONResponse({"text": text, "intent": {"name": "greet", "confidence": 1.0}, "entities": []})

    async def _tracker(self, request: Request) -> Response:
        return self._guarded(request) or self._shown(request.path_params["sender"])

    async def _append(self, request: Request) -> Response:
        if refusal := self._guarded(request):
            return refusal
        body = await request.json()
        events = body if isinstance(body, list) else [body]
        if not events or not all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events):
            return _failure(400, "BadRequest", "Couldn't extract a proper event from the request body.")
        sender = request.path_params["sender"]
        if request.method == "PUT":
            self.events[sender].clear()
        for event in events:
            self._take(sender, event)
        return self._shown(sender)

    def _take(self, sender: str, event: dict[str, Any]) -> None:
        self.events[sender].append(event)
        if event["event"] == "restart":
            self.events[sender].clear()
            self.forms.pop(sender, None)
        elif event["event"] == "active_loop":
            self.forms.pop(sender, None)
            if event.get("name"):
                self.forms[sender] = event["name"]

    async def _domain(self, request: Request) -> Response:
        if refusal := self._guarded(request):
            return refusal
        if "application/json" not in request.headers.get("accept", ""):
            return _failure(406, "NotAcceptable", "Invalid Accept header.")
        responses = {"utter_ask_report_form_report_place": [{"text": "어디에 계신가요?"}]}
        return JSONResponse({"version": "3.1", "intents": sorted(INTENTS), "responses": responses})

    async def _execute(self, request: Request) -> Response:
        if refusal := self._guarded(request):
            return refusal
        name, sender = (await request.json()).get("name"), request.path_params["sender"]
        if not isinstance(name, str) or not name.startswith(("utter_", "action_")):
            return _failure(400, "BadRequest", "Name of the action not provided in request body.")
        self.executed.append((sender, name))
        return JSONResponse({"tracker": {"sender_id": sender}, "messages": [{"recipient_id": sender, "text": name}]})

    async def _trigger(self, request: Request) -> Response:
        if refusal := self._guarded(request):
            return refusal
        name, sender = (await request.json()).get("name"), request.path_params["sender"]
        if name not in INTENTS:
            return _failure(404, "NotFound", f"The intent {name} does not exist in the domain.")
        self._take(sender, {"event": "user", "text": f"EXTERNAL: {name}", "metadata": {"is_external": True}})
        return JSONResponse({"tracker": {"sender_id": sender}, "messages": []})

    def _shown(self, sender: str) -> JSONResponse:
        # An unknown conversation is an empty tracker, not a 404.
        loop = {"name": self.forms[sender]} if sender in self.forms else {}
        slots = {e["name"]: e.get("value") for e in self.events[sender] if e["event"] == "slot"}
        return JSONResponse({"sender_id": sender, "slots": slots, "active_loop": loop, "events": None})

    def _guarded(self, request: Request) -> Response | None:
        if self.token and request.query_params.get("token") != self.token:
            self.refused.append(f"no token: {request.url.path}")
            return _failure(401, "NotAuthenticated", "User is not authenticated.")
        if not re.fullmatch(r"[\w.:@-]+", request.path_params.get("sender", "x")):
            return _failure(400, "BadRequest", "sender")
        return None


class _Broken(Response):
    """Promises a body and ends before it, so that the client sees its connection break."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"application/json"), (b"content-length", b"500")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"[{", "more_body": False})


async def _hello(request: Request) -> Response:
    return PlainTextResponse("Hello from Rasa: 3.6.21")


async def _version(request: Request) -> Response:
    return JSONResponse({"version": "3.6.21", "minimum_compatible_version": "3.5.0"})


async def _alive(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _failure(code: int, reason: str, message: str) -> JSONResponse:
    body = {"version": "3.6.21", "status": "failure", "message": message, "reason": reason, "details": {}, "help": None}
    return JSONResponse(body | {"code": code}, code)
