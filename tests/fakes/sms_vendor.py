"""A text message vendor (Solapi's send-many/detail) as strict as the real one."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

HEADER = re.compile(r"HMAC-SHA256 ApiKey=(\w+), Date=(\S+), salt=(\w{12,64}), signature=([0-9a-f]{64})")
FIELDS = {"to", "from", "type", "text", "subject", "kakaoOptions"}


class SmsVendor:
    """Knows one account, one registered sender and one template; keeps the messages it took.

    ``modes`` are the next answers instead of judging: a status as text or "garbage"; ``dead`` are numbers that do not
    exist, ``without_kakao`` fails every Alimtalk at once.
    """

    def __init__(self, key: str = "NCSKEY", secret: str = "s3cret", sender: str = "021234567") -> None:
        self.key, self.secret, self.sender = key, secret, sender
        self.profile, self.template = "KA01PF", "KA01TP"
        self.modes: list[str] = []
        self.taken: list[dict[str, Any]] = []
        self.dead: set[str] = set()
        self.without_kakao = False
        self.salts: set[str] = set()
        self.app = Starlette(routes=[Route("/messages/v4/send-many/detail", self._send, methods=["POST"])])

    async def _send(self, request: Request) -> Response:
        mode = self.modes.pop(0) if self.modes else ""
        if mode == "garbage":
            return PlainTextResponse("<html>proxy</html>")
        if mode:
            return _refused(int(mode), "TooManyRequests" if mode == "429" else "InternalServerError")
        if problem := self._stranger(request):
            return _refused(401, problem)
        body = json.loads(await request.body())
        if set(body) - {"messages", "allowDuplicates", "showMessageList"} or len(body.get("messages", [])) != 1:
            return _refused(400, "ValidationError")
        (message,) = body["messages"]
        code, why = self._fault(message)
        if code:
            failed = {"to": message.get("to"), "from": message.get("from"), "statusCode": code, "statusMessage": why}
            return JSONResponse({"failedMessageList": [failed], "groupInfo": {}, "messageList": []})
        self.taken.append(message)
        listed = {"messageId": f"M4V{len(self.taken)}", "statusCode": "2000", "statusMessage": "정상 접수"}
        return JSONResponse({"failedMessageList": [], "groupInfo": {}, "messageList": [listed]})

    def _stranger(self, request: Request) -> str:
        found = HEADER.fullmatch(request.headers.get("authorization", ""))
        if not found or found[1] != self.key:
            return "InvalidAPIKey"
        if abs((datetime.fromisoformat(found[2]) - datetime.now(UTC)).total_seconds()) > 900:
            return "RequestTimeTooSkewed"
        if found[3] in self.salts:
            return "DuplicatedSignature"
        self.salts.add(found[3])
        made = hmac.new(self.secret.encode(), (found[2] + found[3]).encode(), hashlib.sha256).hexdigest()
        return "" if hmac.compare_digest(made, found[4]) else "SignatureDoesNotMatch"

    def _fault(self, message: dict[str, Any]) -> tuple[str, str]:
        if set(message) - FIELDS or not re.fullmatch(r"0\d{8,10}", message.get("to", "")):
            return "1011", "수신번호가 올바르지 않습니다"
        if message["from"] != self.sender:
            return "1062", "발신번호가 등록되지 않았습니다"
        if message["to"] in self.dead:
            return "3008", "결번"
        size = len(message["text"].encode("cp949"))
        if message["type"] == "ATA":
            return self._kakao_fault(message["kakaoOptions"])
        if message["type"] == "SMS":
            return ("1025", "90바이트를 넘었습니다") if size > 90 or "subject" in message else ("", "")
        long = size > 2000 or len(message.get("subject", "").encode("cp949")) > 40
        return ("1025", "길이를 넘었습니다") if message["type"] != "LMS" or long else ("", "")

    def _kakao_fault(self, options: dict[str, Any]) -> tuple[str, str]:
        if self.without_kakao:
            return "3104", "카카오톡 사용자가 아닙니다"
        if (options["pfId"], options["templateId"]) != (self.profile, self.template):
            return "3016", "템플릿이 없습니다"
        complete = set(options["variables"]) == {"#{단계}", "#{접수번호}", "#{제목}", "#{주소}"}
        return ("", "") if complete and all(options["variables"].values()) else ("3015", "변수가 비었습니다")


def _refused(status: int, code: str) -> Response:
    headers = {"retry-after": "9"} if status == 429 else {}
    return JSONResponse({"errorCode": code, "errorMessage": "거절"}, status, headers=headers)
