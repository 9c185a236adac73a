"""What a person tells us about somebody at risk, and how much of it the law lets us keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from casework.places import district
from casework.texts import fit


def _text(longest: int, shortest: int = 0) -> object:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


class NewReport(BaseModel):
    """A structured report as it arrives; unknown fields and over-long texts are refused by pydantic.

    ``consent`` is for collecting name, contact and address, ``consent_sensitive`` for health and the like,
    ``consent_share`` for passing it to another body: three separate boxes, each False unless ticked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: Literal["self", "other"]
    what: Annotated[str, _text(2000, 1)]
    place: Annotated[str, _text(300)] = ""
    since: Annotated[str, _text(100)] = ""
    who: Annotated[str, _text(200)] = ""
    reporter: Literal["self", "neighbour", "official", "anonymous", "system"] = "anonymous"
    name: Annotated[str, _text(60)] = ""
    contact: Annotated[str, _text(200)] = ""
    consent: bool = False
    consent_sensitive: bool = False
    consent_share: bool = False
    conversation: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")] | None = None
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")] = "web"
    danger_now: bool = False


@dataclass(frozen=True)
class Keepable:
    """What of a report may be stored; ``withheld`` names the fields that were given and dropped."""

    what: str
    who: str
    since: str
    name: str
    contact: str
    place: str
    district: str
    life_danger_exception: bool
    withheld: tuple[str, ...]


def keepable(report: NewReport, level: str) -> Keepable:
    """Apply consent: without it name, contact and exact place go, unless a life is in danger.

    Source: 개인정보 보호법 제15조 제1항 (consent, and the exception for an urgent need to protect a life). An anonymous
    report never keeps name or contact. The district alone names nobody and stays. Identity numbers are always masked.
    """
    danger = report.danger_now or level == "emergency"
    allowed = report.consent or danger
    given = {field: fit(getattr(report, field)) for field in ("name", "contact", "place")}
    kept = {
        field: text if allowed and not (report.reporter == "anonymous" and field != "place") else ""
        for field, text in given.items()
    }
    near = district(given["place"])
    withheld = [f for f in given if given[f] and not kept[f] and not (f == "place" and given[f] == near)]
    return Keepable(
        what=fit(report.what),
        who=fit(report.who),
        since=fit(report.since),
        district=near,
        life_danger_exception=danger and not report.consent and any(kept.values()),
        withheld=tuple(withheld),
        **kept,
    )
