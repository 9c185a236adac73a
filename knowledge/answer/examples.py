"""Questions people ask with what is right for each: what the models of answer and search learn from.

``data/questions.jsonl``, written by other hands than the test halves and reviewed; a question that a guide lists under
``asked`` is known to the search, so models of search do not learn from it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).resolve().parents[1] / "data" / "questions.jsonl"
Kind = Literal["ours", "out_of_area", "personal_record", "legal_judgement"]


class Example(BaseModel):
    """A question, the refusal it calls for (None: an answer), the guides that answer it (the best first), the facet it
    asks for and facts the answer must hold."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=2, max_length=1_000)
    refusal: Literal["out_of_area", "no_source", "personal_record", "legal_judgement"] | None
    guides: list[str]
    facet: str = ""
    must: list[str] = []

    @property
    def kind(self) -> Kind:
        """The kind its words tell; that no guide answers it, words cannot tell."""
        return "ours" if self.refusal in (None, "no_source") else self.refusal  # type: ignore[return-value]


@lru_cache
def examples() -> tuple[Example, ...]:
    """The reviewed examples; raises pydantic.ValidationError when one does not fit its schema."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return tuple(Example.model_validate(json.loads(line)) for line in lines if line.strip())
