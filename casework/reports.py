"""What a person tells us about somebody at risk, and how much of it the law lets us keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from casework.places import EAST, NORTH, SOUTH, WEST, District, at, district, locate
from casework.texts import fit


def _text(longest: int, shortest: int = 0) -> object:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


class NewReport(BaseModel):
    """A structured report as it arrives; unknown fields and over-long texts are refused by pydantic.

    ``name``, ``contact`` and ``affiliation`` are the reporter's, ``person_name`` and ``person_contact`` those of the
    person at risk. ``latitude`` and ``longitude`` (WGS84 degrees, both or neither) are a shared location.
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
    affiliation: Annotated[str, _text(100)] = ""
    person_name: Annotated[str, _text(60)] = ""
    person_contact: Annotated[str, _text(200)] = ""
    latitude: Annotated[float, Field(ge=SOUTH, le=NORTH)] | None = None
    longitude: Annotated[float, Field(ge=WEST, le=EAST)] | None = None
    consent: bool = False
    consent_sensitive: bool = False
    consent_share: bool = False
    conversation: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")] | None = None
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")] = "web"
    danger_now: bool = False

    @model_validator(mode="after")
    def _whole_location(self) -> NewReport:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude와 longitude는 함께 있어야 해요.")
        return self


GIVEN = ("name", "contact", "affiliation", "person_name", "person_contact", "place")
"""Fields that are kept sealed, and only by consent or to save a life."""
OF_THE_REPORTER = ("name", "contact", "affiliation")


@dataclass(frozen=True)
class Keepable:
    """What of a report may be stored; ``withheld`` names the fields that were given and dropped."""

    what: str
    who: str
    since: str
    name: str
    contact: str
    affiliation: str
    person_name: str
    person_contact: str
    place: str
    district: District
    district_name: str
    life_danger_exception: bool
    withheld: tuple[str, ...]


def keepable(report: NewReport, level: str) -> Keepable:
    """Apply consent: without it names, contacts and the exact place go, unless a life is in danger.

    Source: 개인정보 보호법 제15조 제1항 (consent, and the exception for an urgent need to protect a life). An anonymous
    report never keeps the reporter's name, contact or office. The district alone names nobody and stays. Identity
    numbers are always masked.
    """
    danger = report.danger_now or level == "emergency"
    allowed = report.consent or danger
    given = {field: fit(getattr(report, field)) for field in GIVEN}
    given["place"] = fit(f"{given['place']} {_point(report)}".strip())
    kept = {
        field: text if allowed and not (report.reporter == "anonymous" and field in OF_THE_REPORTER) else ""
        for field, text in given.items()
    }
    near, called = _district(report)
    withheld = [f for f in given if given[f] and not kept[f] and not (f == "place" and given[f] == called)]
    return Keepable(
        what=fit(report.what),
        who=fit(report.who),
        since=fit(report.since),
        district=near,
        district_name=called,
        life_danger_exception=danger and not report.consent and any(kept.values()),
        withheld=tuple(withheld),
        **kept,
    )


def _district(report: NewReport) -> tuple[District, str]:
    """The district and its name: by the shared location, else by the place, else by what is told."""
    shared = at(report.latitude, report.longitude) if report.latitude and report.longitude else None
    near = shared or locate(report.place)
    if not near.code and not report.place:
        near = locate(report.what)
    return near, near.name or district(fit(report.place))


def _point(report: NewReport) -> str:
    return f"(위치 {report.latitude:.5f}, {report.longitude:.5f})" if report.latitude and report.longitude else ""
