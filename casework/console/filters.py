"""What the queue is narrowed to, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields
from urllib.parse import urlencode

from starlette.requests import Request

from casework.console.problem import Problem
from casework.districts import county, covers
from casework.moves import OPEN_STATES
from casework.policy import LEVELS
from casework.views import CaseRow

STATES = (*OPEN_STATES, "closed")
LONGEST = 100
ME, NOBODY, NOWHERE = "me", "none", "none"
"""Words of the address: my cases, cases without an owner, cases without a known place."""


@dataclass(frozen=True)
class Filters:
    """'' narrows nothing; ``owner`` is ``me``, ``none`` or an owner's id, ``district`` a county or ``none``."""

    state: str = ""
    level: str = ""
    district: str = ""
    owner: str = ""

    @classmethod
    def of(cls, request: Request) -> Filters:
        """The filters of the address; Problem 404 for an unknown state or level, 400 for a value over 100 letters."""
        given = {field.name: request.query_params.get(field.name, "") for field in fields(cls)}
        for value in given.values():
            if len(value) > LONGEST:
                raise Problem(400, f"거르는 값이 너무 길어요: {value[:30]}…. {LONGEST}자까지 쓸 수 있어요.")
        _known("상태", given["state"], STATES)
        _known("위험 단계", given["level"], LEVELS)
        return cls(**given)

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is narrowed."""
        return bool(self.level or self.district or self.owner)

    def query(self, **changed: str) -> str:
        """The address of these filters with some of them changed, from ``?`` on; '' when nothing is narrowed."""
        chosen = {field.name: changed.get(field.name, getattr(self, field.name)) for field in fields(self)}
        kept = {name: value for name, value in chosen.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def fits(self, case: CaseRow, me: str) -> bool:
        """Whether a case of the right state is shown to the visitor ``me``."""
        return (
            self.level in ("", case.level)
            and _fits_owner(self.owner, case.owner_id, me)
            and _fits_place(self.district, case.districts)
        )


def counties(cases: list[CaseRow]) -> list[str]:
    """The counties that the cases are in, sorted."""
    return sorted({county(place) for case in cases for place in case.districts} - {""})


def owners(cases: list[CaseRow]) -> dict[str, str]:
    """The ids and names of who has the cases, by name."""
    named = {case.owner_id: case.owner_name or "" for case in cases if case.owner_id}
    return dict(sorted(named.items(), key=lambda one: one[1]))


def _known(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value and value not in allowed:
        raise Problem(404, f"그런 {what} 값은 없어요: {value[:30]}. 고를 수 있는 값: {', '.join(allowed)}")


def _fits_owner(wanted: str, owner: str | None, me: str) -> bool:
    if wanted == NOBODY:
        return owner is None
    return wanted in ("", owner) or (wanted == ME and owner == me)


def _fits_place(wanted: str, places: tuple[str, ...]) -> bool:
    if wanted == NOWHERE:
        return not places
    return not wanted or any(covers(wanted, place) for place in places)
