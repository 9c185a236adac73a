"""How much must be asked: citizens who tell a fact only when asked for it, until their list is useful."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.catalog import Catalog
from knowledge.eligibility.next_question import next_question, useful
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.suggest import candidates, ranked

SHOWN, MOST = 5, len(Profile.model_fields)


@dataclass(frozen=True)
class Asked:
    """One citizen's way: the fields asked in order, and whether the list became useful before they ran out."""

    fields: tuple[str, ...]
    useful: bool


Steps = dict[tuple[str, tuple[str, ...]], tuple[bool, str | None]]
"""What was told and asked so far, to whether the list is useful and what comes next: first steps are the same for
many."""


def ask(citizen: Profile, catalog: Catalog, today: date, known: Steps) -> Asked:
    """Ask until the five best suggestions are useful, or nothing is left whose answer would settle anything. A fact
    the citizen does not know is answered with "모르겠어요": asked once, still unknown. ``known`` is added to, and
    holds for one catalog and day."""
    told, asked = Profile(), list[str]()
    while True:
        key = (told.model_dump_json(), tuple(sorted(asked)))
        if key not in known:
            known[key] = _step(told, asked, catalog, today)
        done, field = known[key]
        if done or field is None:
            return Asked(tuple(asked), done)
        asked.append(field)
        told = told.model_copy(update={field: getattr(citizen, field)})


def _step(told: Profile, asked: list[str], catalog: Catalog, today: date) -> tuple[bool, str | None]:
    verdicts = candidates(catalog, told, today)
    if useful(ranked(verdicts, SHOWN)):
        return True, None
    left = [name for name in Profile.model_fields if name not in asked]
    return False, next_question(verdicts, told, left, today.year)


def average(ways: Iterable[Asked]) -> float:
    """Questions per citizen; one whose list never became useful counts as having been asked everything."""
    counts = [len(way.fields) if way.useful else MOST for way in ways]
    return sum(counts) / len(counts)
