"""Household, work and home in a person's own words; the words are data (components/data/situations.yml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Pattern, Tuple

import yaml

from components.rules.span import Span

DATA = Path(__file__).resolve().parents[1] / "data" / "situations.yml"

_DENIED = re.compile(
    r"^(?:인?\s?(?:은|는|이|가|도|을|를)?\s?(?:절대\s?)?(?:아니|아닌|아닙|아님|안\s?(?:살|돼|되|받|해|했)|없|못\s?받|말고)|(?:이|예)?\s?아니)"
)


@lru_cache(maxsize=1)
def _table() -> Dict[str, List[Tuple[str, List[Pattern[str]]]]]:
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        entity: [(row["value"], [re.compile(word) for word in row["words"]]) for row in rows]
        for entity, rows in raw.items()
    }


def find(text: str) -> List[Span]:
    """Return ``household``, ``employment``, ``housing`` and ``subject`` spans, one per value at most.

    Something denied right after it is named (장애인은 아니고) gives nothing. For employment, housing and subject, of
    which one value holds at a time, the first row of the table that fits wins.
    """
    spans: List[Span] = []
    for entity, rows in _table().items():
        here: List[Span] = []
        for value, patterns in rows:
            match = next((m for p in patterns for m in p.finditer(text) if not _DENIED.match(text[m.end() :])), None)
            if match:
                here.append(Span(match.start(), match.end(), entity, value))
        spans += here if entity == "household" else here[:1]
    return spans
