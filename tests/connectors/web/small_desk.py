"""A small real house behind the web channel: a turn for a few sentences, kept lines, a desk that takes reports.

Run as a script it serves on a free port and prints its address; the browser tests use it that way.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from fastapi import FastAPI

from connectors.channel import Gateway
from connectors.message import Button, Citation, Message, Part, Reply, Risk
from connectors.web import create
from connectors.web.port import Author, Line, ReportRefused, ReportState, Submitted, Updates

RENT = Citation(
    "youth-monthly-rent",
    "청년월세 한시 특별지원",
    "지원 내용",
    "https://www.bokjiro.go.kr/ssis-tbu/index.do",
    "2026-01-02",
)
ANSWER = Part(
    "무주택 청년에게 매달 최대 20만 원의 월세를 24개월까지 도와드려요.\n- 월 20만 원까지\n- 24번까지\n"
    "부모님과 따로 살고, 소득과 재산 기준에 맞아야 해요.",
    (RENT, replace(RENT, section="신청 방법", url=None)),
    (
        Button("서류가 궁금해요", "청년월세 서류 알려줘"),
        Button("복지로에서 신청하기", "신청", "https://www.bokjiro.go.kr/"),
    ),
)
CRISIS = Part(
    "말씀해 주셔서 고마워요. 지금 많이 힘드신 것 같아 걱정돼요. 지금 안전한 곳에 계신가요?",
    (),
    (Button("109에 전화하기", "109", "tel:109"), Button("어디인지 알려주기", "제가 있는 곳을 알려 드릴게요")),
)


class SmallDesk:
    """Answers by what the sentence holds: 월세, 끝내고 싶, 옆집, 담당자, 느리게, 고장, and the rest with a refusal."""

    def __init__(self) -> None:
        self.turns: list[Message] = []
        self.lines: dict[str, list[Line]] = defaultdict(list)
        self.human: set[str] = set()
        self.reports: dict[str, tuple[dict[str, Any], Submitted]] = {}
        self.changed: list[tuple[str, dict[str, Any]]] = []
        self.photos: list[bytes] = []
        self.broken = False
        self._ids = count(1)
        self._done: dict[tuple[str, str], Reply] = {}

    def say(self, sender: str, author: Author, text: str, parts: tuple[Part, ...] = ()) -> Line:
        line = Line(next(self._ids), author, text, datetime.now(UTC), parts)
        self.lines[sender].append(line)
        return line

    async def turn(self, message: Message) -> Reply:
        key = (message.sender, message.message_id)
        if message.message_id and key in self._done:
            return self._done[key]
        self.turns.append(message)
        if self.broken or "고장" in message.text:
            self.broken = False
            raise RuntimeError("the house is on fire")
        if "느리게" in message.text:
            await asyncio.sleep(5)
        self.say(message.sender, "citizen", message.text)
        reply = self._reply(message)
        if reply.parts:
            self.say(message.sender, "bot", "\n".join(part.text for part in reply.parts), reply.parts)
        self._done[key] = reply
        return reply

    def _reply(self, message: Message) -> Reply:
        if "담당자" in message.text:
            self.human.add(message.sender)
            self.say(message.sender, "caseworker", "안녕하세요, 담당자예요. 제가 이어서 도와드릴게요.")
        if message.sender in self.human:
            return Reply(())
        if "끝내고 싶" in message.text:
            return Reply((CRISIS,), risk=Risk("emergency", "self", ("suicide",)), receipt="R-7K3M-9Q")
        if "옆집" in message.text:
            return Reply((CRISIS,), risk=Risk("high", "other", ("lonely_death",)), receipt="R-4PXA-7H")
        if "월세" in message.text:
            return Reply((ANSWER,))
        return Reply(
            (Part(f"'{message.text}'에 대해서는 아는 안내가 없어요. 129에 물어보시면 좋아요."),), refusal="no_support"
        )

    async def history(self, sender: str) -> list[Line]:
        return self.lines[sender][-50:]

    async def updates(self, sender: str, after: int) -> Updates:
        later = tuple(line for line in self.lines[sender] if line.id > after)
        return Updates("human" if sender in self.human else "bot", later)

    async def forget(self, sender: str) -> str:
        return "이 대화를 모두 지웠어요." if self.lines.pop(sender, None) else "지울 것이 없어요."

    async def submit(self, fields: dict[str, Any], event_key: str) -> Submitted:
        if self.broken:
            raise RuntimeError("the ledger is away")
        if "거절" in fields["what"]:
            raise ReportRefused("이 신고는 받을 수 없어요: 상황을 더 적어 주세요.")
        if event_key in self.reports:
            return replace(self.reports[event_key][1], code=None)
        taken = Submitted(f"R-{len(self.reports):04d}-9Q", secrets.token_hex(4))
        self.reports[event_key] = (fields, taken)
        return taken

    async def status(self, receipt: str, code: str) -> ReportState:
        came = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
        for _, taken in self.reports.values():
            if taken.receipt == receipt and code and taken.code == code:
                return ReportState(receipt, "notified", came, came, "담당자에게 알렸어요.")
        raise LookupError("no such pair")

    async def correct(self, receipt: str, code: str, fields: dict[str, Any]) -> ReportState:
        state = await self.status(receipt, code)
        self.changed.append((receipt, fields))
        return state

    async def withdraw(self, receipt: str, code: str) -> ReportState:
        return replace(await self.status(receipt, code), state="withdrawn", note="거두신 신고예요.")

    async def add_photo(self, receipt: str, code: str, content: bytes) -> int:
        await self.status(receipt, code)
        if not content.startswith(b"\xff\xd8"):
            raise ReportRefused("사진이 아니에요. 받는 형식: JPEG")
        self.photos.append(content)
        return len(self.photos)

    def app(self) -> FastAPI:
        settings = {"public_url": ""}
        app = FastAPI()
        app.include_router(
            create(Gateway(self.turn, settings.__getitem__), self, self.submit, self.status, self).router
        )
        return app


if __name__ == "__main__":
    import socket

    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(SmallDesk().app(), log_level="warning")).run(sockets=[listening])
