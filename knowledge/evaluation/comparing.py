"""Whether a turn of a dialogue would be taken for the intent to compare (data/compare.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.evaluation.sets import COMPARE, Asked
from knowledge.evaluation.words import DATA


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid")

    patterns: list[str]


@lru_cache
def _patterns() -> re.Pattern[str]:
    data = _Data.model_validate(yaml.safe_load((DATA / "compare.yaml").read_text(encoding="utf-8")))
    return re.compile("|".join(data.patterns))


def compares(turn: Asked) -> bool:
    """By its words, or because the set says so; the bot's own classifier runs in another environment."""
    return turn.facet == COMPARE or bool(_patterns().search("".join(turn.question.lower().split())))
