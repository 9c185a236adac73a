"""Question sets: one JSON object per line, checked as they are read, each mistake named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.answer.model import RefusalType
from knowledge.catalog import Catalog

REFUSED = frozenset(("no_source", "out_of_area", "personal_record", "legal_judgement", "no_question"))
"""Refusal types that answer nothing; ``partly_known`` and ``expired`` still answer from a guide."""
COMPARE = "compare"
"""The facet of a turn that the dialogue would take for the intent to compare."""
Half = Literal["dev", "test"]


class SetError(ValueError):
    """A question set that cannot be used; the text names the file, every bad line, and what it must hold."""


class Asked(BaseModel):
    """A question and what is right: guides that answer it (any of them), facts the answer must hold, or a refusal."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(min_length=1)
    guides: tuple[str, ...] = ()
    facet: str = ""
    must: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    """Of two questions in one: for each of them the guides that answer it."""
    refusal: RefusalType | None = None

    @model_validator(mode="after")
    def _says_what_is_right(self) -> Self:
        if not self.guides and self.refusal is None:
            raise ValueError("guides나 refusal 가운데 하나는 있어야 해요")
        if self.guides and self.refusal in REFUSED:
            raise ValueError(f"refusal이 {self.refusal}이면 guides는 비어야 해요")
        return self

    @property
    def answerable(self) -> bool:
        """Whether an answer is right, and not a refusal."""
        return self.refusal not in REFUSED


class Question(Asked):
    """One row of a set of single questions."""

    id: str = Field(min_length=1)
    style: str = ""
    domain: str = ""


class Dialogue(BaseModel):
    """One row of a set of dialogues: its turns in order."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1)
    domain: str = ""
    turns: tuple[Asked, ...] = Field(min_length=1)


Row = TypeVar("Row", Question, Dialogue)


def read(path: Path, kind: type[Row], catalog: Catalog) -> list[Row]:
    """The rows of a set; raises SetError naming every line that is no such row, repeats an id or names no guide."""
    rows: list[Row] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = kind.model_validate(json.loads(line))
        except ValidationError as error:
            wrong += [f"{number}번째 줄 {_where(each['loc'])}: {each['msg']}" for each in error.errors()]
            continue
        except ValueError as error:
            wrong.append(f"{number}번째 줄이 JSON이 아니에요: {error}")
            continue
        strange = [guide for guide in _named(row) if guide not in catalog]
        wrong += [f"{number}번째 줄: 안내 {guide!r}가 없어요" for guide in strange]
        if row.id in seen:
            wrong.append(f"{number}번째 줄: id {row.id!r}가 두 번 나와요")
        seen.add(row.id)
        rows.append(row)
    if not rows and not wrong:
        wrong.append("질문이 없어요")
    if wrong:
        raise SetError("\n".join(f"{path.name} {each}" for each in wrong))
    return rows


def _where(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "줄 전체"


def _named(row: Question | Dialogue) -> list[str]:
    turns: tuple[Asked, ...] = row.turns if isinstance(row, Dialogue) else (row,)
    guides = [guide for turn in turns for group in (turn.guides, *turn.also) for guide in group]
    return list(dict.fromkeys(guides))


def half_of(name: str) -> Half:
    """Which half a set is, told by the end of its name; the test half is never looked into row by row."""
    return "test" if name.endswith("_test") else "dev"
