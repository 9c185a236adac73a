"""The Kakao chatbot platform on loopback: calls the skill with its deadline, checks answers, takes callbacks once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tests.fakes.http_server import serving

SECRET = "kakao-skill-secret-of-the-tests"
DEADLINE = 5.0
CALLBACK_SECONDS = 60.0
_SCHEMA = json.loads((Path(__file__).parent / "data" / "kakao_skill_response.json").read_text(encoding="utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)


class Rejected(AssertionError):
    """The platform shows its error bubble instead of the answer; the text says why."""


@dataclass(frozen=True)
class Bubble:
    """What the person sees of one SkillResponse."""

    body: dict[str, Any]

    @property
    def waiting(self) -> bool:
        """Whether the skill asked to be waited for."""
        return bool(self.body.get("useCallback"))

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """The components."""
        return list(self.body.get("template", {}).get("outputs", []))

    @property
    def texts(self) -> list[str]:
        """The texts of the simpleText bubbles."""
        return [one["simpleText"]["text"] for one in self.outputs if "simpleText" in one]

    @property
    def labels(self) -> list[str]:
        """The labels of the quick replies."""
        return [one["label"] for one in self.body.get("template", {}).get("quickReplies", [])]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons of all cards."""
        cards = [card for one in self.outputs for card in one.values()]
        cards += [item for card in cards for item in card.get("items", []) if "buttons" in item]
        return [button for card in cards for button in card.get("buttons", [])]


def checked(body: Any) -> Bubble:
    """Hold a SkillResponse against the schema; raises Rejected naming the place and the rule."""
    errors = sorted(_VALIDATOR.iter_errors(body), key=lambda error: list(error.absolute_path))
    if errors:
        where = "/".join(map(str, errors[0].absolute_path))
        raise Rejected(f"{where}: {errors[0].message[:400]}")
    for output in body.get("template", {}).get("outputs", []):
        card = output.get("textCard", {})
        if len(card.get("title", "")) + len(card.get("description", "")) > 400:
            raise Rejected("textCard: title and description together exceed 400 characters")
    return Bubble(body)


class FakeKakao:
    """``async with FakeKakao() as kakao``: ``ask`` calls the skill, ``called_back`` waits for a late answer.

    A callback address works once and for a minute of ``clock``; ``redirecting`` makes it answer 302, ``failing`` 500.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.url = ""
        self.received: dict[str, list[Bubble]] = {}
        self.refused: list[str] = []
        self.redirecting = self.failing = False
        self._clock = clock
        self._issued: dict[str, float] = {}
        self._came = asyncio.Condition()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> FakeKakao:
        routes = [
            Route("/callback/{token}", self._callback, methods=["POST"]),
            Route("/elsewhere", self._elsewhere, methods=["GET", "POST"]),
        ]
        self.url = await self._stack.enter_async_context(serving(Starlette(routes=routes)))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def issue(self) -> str:
        """A fresh callback address."""
        token = f"t{len(self._issued) + 1}"
        self._issued[token] = self._clock()
        return f"{self.url}/callback/{token}"

    async def ask(
        self,
        skill: str,
        utterance: str,
        user: str = "u-0001",
        callback: str | None = None,
        request_id: str | None = None,
        pressed: bool = False,
    ) -> Bubble:
        """Call the skill like a block would; raises Rejected for a late, failed or invalid answer."""
        payload = skill_payload(utterance, user, callback, pressed)
        headers = {"X-Skill-Token": SECRET, "User-Agent": "AHC/2.1", "Accept": "*/*"}
        if request_id:
            headers["X-Request-Id"] = request_id
        async with httpx.AsyncClient(verify=False) as client:
            try:
                async with asyncio.timeout(DEADLINE):
                    response = await client.post(skill, json=payload, headers=headers, timeout=DEADLINE)
            except (TimeoutError, httpx.TimeoutException) as error:
                raise Rejected("timeout: no answer after 5000 ms") from error
        if response.status_code != 200:
            raise Rejected(f"HTTP {response.status_code}: {response.text[:200]}")
        bubble = checked(response.json())
        if bubble.waiting and not callback:
            raise Rejected("useCallback without a callbackUrl")
        return bubble

    async def called_back(self, url: str, seconds: float = 5.0) -> Bubble:
        """The first late answer at a callback address."""
        token = url.rsplit("/", 1)[1]
        async with asyncio.timeout(seconds), self._came:
            await self._came.wait_for(lambda: self.received.get(token))
        return self.received[token][0]

    async def _callback(self, request: Request) -> JSONResponse | RedirectResponse:
        token = request.path_params["token"]
        if self.redirecting:
            return RedirectResponse(f"{self.url}/elsewhere", status_code=307)
        if self.failing:
            return _task("ERROR", "Internal Server Error", 500)
        issued = self._issued.get(token)
        if issued is None or self._clock() - issued > CALLBACK_SECONDS or self.received.get(token):
            self.refused.append(f"{token}: expired, unknown or used")
            return _task("FAIL", "invalid callback token", 400)
        try:
            bubble = checked(await request.json())
        except (ValueError, Rejected) as error:
            self.refused.append(f"{token}: {error}")
            return _task("FAIL", str(error), 400)
        if bubble.waiting:
            self.refused.append(f"{token}: useCallback in a callback")
            return _task("FAIL", "useCallback is not allowed here", 400)
        async with self._came:
            self.received.setdefault(token, []).append(bubble)
            self._came.notify_all()
        return _task("SUCCESS", "OK", 200)

    async def _elsewhere(self, request: Request) -> JSONResponse:
        self.refused.append("a redirect was followed")
        return _task("SUCCESS", "OK", 200)


def skill_payload(
    utterance: str, user: str = "u-0001", callback: str | None = None, pressed: bool = False
) -> dict[str, Any]:
    """A SkillPayload with everything a live block sends."""
    trigger = "QUICKREPLY_BUTTON_MESSAGE" if pressed else "TEXT_INPUT"
    request: dict[str, Any] = {
        "timezone": "Asia/Seoul",
        "params": {"surface": "Kakaotalk.plusfriend"},
        "block": {"id": "blk-main", "name": "기본 안내"},
        "utterance": utterance,
        "lang": None,
        "user": {"id": user, "type": "botUserKey", "properties": {"botUserKey": user, "isFriend": True}},
    }
    if callback:
        request["callbackUrl"] = callback
    return {
        "intent": {"id": "blk-main", "name": "기본 안내", "extra": {"reason": {"code": 1, "message": "OK"}}},
        "userRequest": request,
        "bot": {"id": "bot-test", "name": "이음"},
        "action": {"id": "skl-test", "name": "ieum", "params": {}, "detailParams": {}, "clientExtra": None},
        "contexts": [],
        "flow": {"trigger": {"type": trigger}, "lastBlock": None},
    }


def _task(status: str, message: str, code: int) -> JSONResponse:
    body = {"taskId": "task-1", "status": status, "message": message, "timestamp": 1_790_000_000_000}
    return JSONResponse(body, status_code=code)
