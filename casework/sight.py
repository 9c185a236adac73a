"""Who sees which case: roles and districts, and what trumps them so that no case is out of everybody's sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlalchemy import select

from casework.districts import covers
from casework.escalation.tables import AlertRecord
from casework.moves import READING_ROLES
from casework.store import Store
from casework.views import CaseRow

Row = TypeVar("Row", bound=CaseRow)


class Viewer(Protocol):
    """Somebody who looks; no districts means every district."""

    @property
    def staff_id(self) -> str: ...
    @property
    def login(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def districts(self) -> tuple[str, ...]: ...


def seen(store: Store, viewer: Viewer, cases: Sequence[Row]) -> list[Row]:
    """The cases this person may see, in their order; synchronous.

    A role that reads no cases sees none. Somebody with districts sees the cases there, those without a known place,
    their own, those they were alerted about, and those that nobody answered.
    """
    if viewer.role not in READING_ROLES:
        return []
    if not viewer.districts:
        return list(cases)
    alerted = _alerted(store, viewer.login)
    return [
        case
        for case in cases
        if case.unanswered
        or case.owner_id == viewer.staff_id
        or case.id in alerted
        or near(viewer.districts, case.districts)
    ]


def near(mine: Sequence[str], places: Sequence[str]) -> bool:
    """Whether any of the places is in any of the districts; a case without a place, and no districts, fit always."""
    return not mine or not places or any(covers(one, place) for one in mine for place in places)


def _alerted(store: Store, login: str) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(AlertRecord.case_id).where(AlertRecord.contact_id == login).distinct()))
