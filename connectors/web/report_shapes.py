"""A structured report as the web takes it, and what goes back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from connectors.web.body import clean
from connectors.web.port import ReportState
from connectors.web.shapes import SEOUL, Sender


def _text(longest: int, shortest: int = 0) -> object:
    return StringConstraints(min_length=shortest, max_length=longest)


_Cleaned = BeforeValidator(clean)


class WebReport(BaseModel):
    """A report: ``conversation`` is the web sender whose conversation it belongs to, if any.

    Texts are trimmed of control characters; lengths are those of the ledger. Each consent is False unless given.
    """

    model_config = ConfigDict(extra="forbid")

    subject: Literal["self", "other"]
    what: Annotated[str, _text(2000, 1), _Cleaned]
    place: Annotated[str, _text(300), _Cleaned] = ""
    since: Annotated[str, _text(100), _Cleaned] = ""
    who: Annotated[str, _text(200), _Cleaned] = ""
    reporter: Literal["self", "neighbour", "official", "anonymous"] = "anonymous"
    name: Annotated[str, _text(60), _Cleaned] = ""
    contact: Annotated[str, _text(200), _Cleaned] = ""
    affiliation: Annotated[str, _text(100), _Cleaned] = ""
    person_name: Annotated[str, _text(60), _Cleaned] = ""
    person_contact: Annotated[str, _text(200), _Cleaned] = ""
    latitude: Annotated[float, Field(ge=33.0, le=38.7)] | None = None
    longitude: Annotated[float, Field(ge=124.5, le=132.0)] | None = None
    consent: bool = False
    consent_sensitive: bool = False
    consent_share: bool = False
    conversation: Sender | None = None
    channel: Literal["web"] = "web"
    danger_now: bool = False

    @model_validator(mode="after")
    def _whole_location(self) -> WebReport:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        return self


class ReportChange(BaseModel):
    """What a reporter corrects; a field left out stays as it was, a text of "" empties it (but not ``what``)."""

    model_config = ConfigDict(extra="forbid")

    what: Annotated[str, _text(2000, 1), _Cleaned] | None = None
    place: Annotated[str, _text(300), _Cleaned] | None = None
    since: Annotated[str, _text(100), _Cleaned] | None = None
    who: Annotated[str, _text(200), _Cleaned] | None = None
    name: Annotated[str, _text(60), _Cleaned] | None = None
    contact: Annotated[str, _text(200), _Cleaned] | None = None
    affiliation: Annotated[str, _text(100), _Cleaned] | None = None
    person_name: Annotated[str, _text(60), _Cleaned] | None = None
    person_contact: Annotated[str, _text(200), _Cleaned] | None = None
    consent: bool | None = None
    consent_sensitive: bool | None = None
    consent_share: bool | None = None
    danger_now: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> ReportChange:
        if not self.model_dump(exclude_none=True):
            raise ValueError("nothing to change")
        return self


class ReportTaken(BaseModel):
    """The receipt, and the code that only the reporter knows; null when this same report had been taken before."""

    receipt: str
    code: str | None


class ReportStateShape(BaseModel):
    """What a reporter may see, ``note`` in one Korean sentence; times are ISO 8601 in Asia/Seoul."""

    receipt: str
    state: str
    received_at: datetime
    updated_at: datetime | None
    note: str


def state_shape(state: ReportState) -> ReportStateShape:
    """The state as JSON."""
    moved = state.updated_at and state.updated_at.astimezone(SEOUL)
    came = state.received_at.astimezone(SEOUL)
    return ReportStateShape(
        receipt=state.receipt, state=state.state, received_at=came, updated_at=moved, note=state.note
    )
