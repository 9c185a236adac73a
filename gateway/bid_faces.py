"""POST /api/bids/match: collected bid notices for a firm (DESIGN §7); POST /api/digest: told daily, with consent."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from connectors.message import Message
from connectors.web.body import read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import JsonRoute, Problem
from connectors.web.shapes import Sender
from gateway.build import today
from gateway.digests import Kind
from knowledge.bids.firm import Firm
from knowledge.eligibility.profile import Profile

if TYPE_CHECKING:
    from gateway.app import Running


class MatchRequest(BaseModel):
    """A firm, the day to judge by (today unless told), how many notices (1 to 100).

    ``ruled_out`` also gives those that the firm cannot bid on, last, with score 0 and the reasons.
    """

    model_config = ConfigDict(extra="forbid")

    firm: Firm
    today: date | None = None
    top_k: int = Field(10, ge=1, le=100)
    ruled_out: bool = False


class DigestRequest(BaseModel):
    """Who wants a daily digest: a firm's bid notices, a person's housing notices; neither of them: no more digests.

    Nothing is kept without ``consent``.
    """

    model_config = ConfigDict(extra="forbid")

    sender: Sender
    firm: Firm | None = None
    profile: Profile | None = None
    consent: bool = False


class DigestKept(BaseModel):
    """What is kept now: ``kinds`` of digests (firm, home)."""

    kinds: list[str]


class Matched(BaseModel):
    """One notice: its number, how well it fits (0 to 1), why, and what is against it or must be checked."""

    id: str
    score: float
    fits: list[str]
    against: list[str]
    title: str
    agency: str
    closes: str | None
    url: str | None


def bid_router(running: Running) -> APIRouter:
    """The bid faces of one running gateway."""
    router = APIRouter(route_class=JsonRoute)

    @router.post(
        "/api/bids/match", tags=["bids"], response_model=list[Matched], openapi_extra=body_of(MatchRequest),
        responses=ERRORS,
    )  # fmt: skip
    async def match(request: Request) -> Any:
        """맞는 입찰공고를 까닭과 함께, 잘 맞는 것부터 돌려줍니다."""
        asked = await read_json(request, MatchRequest)
        return await asyncio.to_thread(_matched, running, asked)

    @router.post(
        "/api/digest", tags=["bids"], response_model=DigestKept, openapi_extra=body_of(DigestRequest), responses=ERRORS
    )
    async def digest(request: Request) -> Any:
        """날마다 새 공고를 알려 달라고 하거나 그만둡니다. 동의가 있어야 저장합니다."""
        asked = await read_json(request, DigestRequest)
        if (asked.firm or asked.profile) and not asked.consent:
            raise Problem(422, "invalid_field", "consent가 true여야 기업이나 처지를 저장하고 알려 드릴 수 있어요.")
        return await asyncio.to_thread(_wished, running, asked)

    return router


def _wished(running: Running, asked: DigestRequest) -> DigestKept:
    conversations, wishes = running.building.house.conversations, running.building.wishes
    conversation = conversations.key_of("web", asked.sender)
    wanted: dict[Kind, BaseModel | None] = {"firm": asked.firm, "home": asked.profile}
    if any(wanted.values()):
        conversations.open(conversation, Message("web", asked.sender, "", ""))
    for kind, told in wanted.items():
        if told:
            wishes.keep(conversation, kind, told.model_dump(exclude_none=True))
        else:
            wishes.drop(conversation, kind)
    return DigestKept(kinds=[kind for kind, told in wanted.items() if told])


def _matched(running: Running, asked: MatchRequest) -> list[Matched]:
    matcher = running.building.notices.matcher()
    found = matcher.match(asked.firm, asked.today or today(), asked.top_k, asked.ruled_out)
    return [
        Matched(
            id=one.notice.id, score=round(one.score, 6), fits=list(one.fits), against=list(one.against),
            title=one.notice.title, agency=one.notice.agency,
            closes=one.notice.closes.isoformat(timespec="minutes") if one.notice.closes else None,
            url=one.url or None,
        )
        for one in found
    ]  # fmt: skip
