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


def ask(citizen: Profile, catalog: Catalog, today: date) -> Asked:
    """Ask until the five best suggestions are useful, or nothing is left whose answer would settle anything. A fact
    the citizen does not know is answered with "모르겠어요": asked once, still unknown."""
    told, asked = Profile(), list[str]()
    while True:
        verdicts = candidates(catalog, told, today)
        if useful(ranked(verdicts, SHOWN)):
            return Asked(tuple(asked), True)
        left = [name for name in Profile.model_fields if name not in asked]
        field = next_question(verdicts, told, left, today.year)
        if field is None:
            return Asked(tuple(asked), False)
        asked.append(field)
        told = told.model_copy(update={field: getattr(citizen, field)})


def average(ways: Iterable[Asked]) -> float:
    """Questions per citizen; one whose list never became useful counts as having been asked everything."""
    counts = [len(way.fields) if way.useful else MOST for way in ways]
    return sum(counts) / len(counts)
