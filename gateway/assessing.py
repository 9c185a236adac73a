"""POST /api/assess and what ``ieum assess`` gives (DESIGN §7): a profile in, every guide's verdict with reasons out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from connectors.web.body import read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import JsonRoute, Problem
from knowledge.catalog import Catalog
from knowledge.eligibility.assess import Verdict, assess, assess_all
from knowledge.eligibility.profile import Profile

if TYPE_CHECKING:
    from gateway.app import Running

OUTCOMES = ("eligible", "undecided", "ineligible")


class AssessRequest(BaseModel):
    """A person's situation (처지), and the guides to judge: without ``ids`` all that have rules about a person."""

    model_config = ConfigDict(extra="forbid")

    profile: Profile
    ids: list[Annotated[str, StringConstraints(min_length=1, max_length=100)]] | None = Field(
        default=None, min_length=1, max_length=1_000
    )


class ReasonShape(BaseModel):
    """One rule: what it is about, the fact used, the threshold, met, failed or unknown, the guide's sentence behind
    it, and what would change the outcome."""

    rule: str
    fact: str | None
    threshold: str
    outcome: str
    source: str
    change: str


class WindowShape(BaseModel):
    """Whether one can apply now, apart from whether one may: open, closed or ended, and the guide's own words."""

    status: str
    period: str | None


class Assessed(BaseModel):
    """One guide's verdict; ``ask`` are the profile fields that would settle more."""

    id: str
    title: str
    reasons: list[ReasonShape]
    ask: list[str]
    window: WindowShape
    warnings: list[str]


class AssessAnswer(BaseModel):
    """The guides by verdict, in the order of their ids."""

    eligible: list[Assessed]
    undecided: list[Assessed]
    ineligible: list[Assessed]


def judged(catalog: Catalog, profile: Profile, ids: Sequence[str] | None, year: int) -> list[Verdict]:
    """The verdicts, each guide once, in the order of ids; raises KeyError with the ids that no guide has."""
    if ids is None:
        return sorted(assess_all(catalog, profile, year), key=lambda verdict: verdict.guide.id)
    if unknown := [guide_id for guide_id in ids if guide_id not in catalog]:
        raise KeyError(", ".join(unknown[:5]))
    return [assess(catalog[guide_id], profile, year) for guide_id in sorted(set(ids))]


def ids_by_outcome(verdicts: list[Verdict]) -> dict[str, list[str]]:
    """What ``ieum assess --batch`` writes: the ids under eligible, undecided and ineligible."""
    return {outcome: [v.guide.id for v in verdicts if v.outcome == outcome] for outcome in OUTCOMES}


def assess_router(running: Running) -> APIRouter:
    """POST /api/assess; nothing of a profile is kept or logged."""
    router = APIRouter(route_class=JsonRoute, tags=["knowledge"])

    @router.post("/api/assess", response_model=AssessAnswer, openapi_extra=body_of(AssessRequest), responses=ERRORS)
    async def assess_profile(request: Request) -> Any:
        """What a person can get as far as they told: eligible, undecided, ineligible, each with its reasons."""
        asked = await read_json(request, AssessRequest)
        building = running.building
        try:
            verdicts = await asyncio.to_thread(
                judged, building.catalog(), asked.profile, asked.ids, building.tools.today().year
            )
        except KeyError as error:
            raise Problem(422, "unknown_guide", f"없는 안내예요: {error.args[0][:200]}") from None
        return {outcome: [_shape(v) for v in verdicts if v.outcome == outcome] for outcome in OUTCOMES}

    return router


def _shape(verdict: Verdict) -> dict[str, Any]:
    guide = verdict.guide
    reasons = [
        {
            "rule": r.rule, "fact": r.fact, "threshold": r.threshold, "outcome": r.outcome, "source": r.source,
            "change": r.change,
        }
        for r in verdict.reasons
    ]  # fmt: skip
    if not reasons and verdict.outcome == "undecided":
        reasons = [NO_RULES]
    return {
        "id": guide.id, "title": guide.name, "reasons": reasons, "ask": list(verdict.ask),
        "window": {"status": guide.status, "period": guide.period},
        "warnings": list(verdict.warnings) if verdict.outcome == "undecided" else [],
    }  # fmt: skip


NO_RULES = {
    "rule": "조건 없음", "fact": None, "threshold": "사람에 대한 조건이 적혀 있지 않은 안내예요", "outcome": "unknown",
    "source": "", "change": "안내를 읽고 확인해 주세요",
}  # fmt: skip
