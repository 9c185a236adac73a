"""The profile in the form's slots."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from knowledge.eligibility.profile import Profile

UNKNOWN = "unknown"


def profile_of(slots: dict[str, Any]) -> Profile:
    """The profile in the form's slots; what was not told, or cannot be used, is unknown."""
    told = {name: slots.get(name) for name in ("age", "region", "employment", "household", "housing")}
    told = {name: value for name, value in told.items() if value not in (None, UNKNOWN, [UNKNOWN], [])}
    while True:
        try:
            return Profile(**told)
        except ValidationError as error:
            told.pop(str(error.errors()[0]["loc"][0]))
