"""The page's words and telephone numbers, read once from data/page.yaml and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

DATA = Path(__file__).parent / "data"
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Strict):
    """One help line; with ``kinds`` it is offered only when screening heard one of them."""

    tel: Annotated[str, StringConstraints(pattern=r"^[0-9]{3,4}(-[0-9]{4})?$")]
    name: Sentence
    when: Sentence
    kinds: tuple[str, ...] = ()


class CrisisWords(_Strict):
    """What the crisis banner says to the person, or to somebody who worries about another."""

    self: Sentence
    other: Sentence


class Waiting(_Strict):
    """What the waiting line says from this many seconds on."""

    after_seconds: int = Field(ge=0, le=60)
    text: Sentence


class PageWords(_Strict):
    """Everything data/page.yaml holds; an urgent number must be one of ``numbers``."""

    greeting: Sentence
    examples: tuple[Sentence, ...] = Field(min_length=4, max_length=6)
    notice: Sentence
    about: Sentence
    urgent: tuple[str, ...] = Field(min_length=1)
    numbers: tuple[Number, ...] = Field(min_length=1)
    crisis: CrisisWords
    waiting: tuple[Waiting, ...] = Field(min_length=1)
    human: Sentence

    @model_validator(mode="after")
    def _urgent_are_known(self) -> PageWords:
        known = [number.tel for number in self.numbers]
        for tel in self.urgent:
            if tel not in known:
                raise ValueError(f"urgent의 {tel}이 numbers에 없습니다. 있는 번호: {', '.join(known)}")
        return self


@cache
def page_words() -> PageWords:
    """The words of the page; raises pydantic.ValidationError naming the bad value."""
    return PageWords.model_validate(yaml.safe_load((DATA / "page.yaml").read_text(encoding="utf-8")))


def numbers_for(kinds: tuple[str, ...]) -> list[Number]:
    """The lines to show for what was heard: those for everybody, then those for these kinds."""
    words = page_words()
    return [n for n in words.numbers if not n.kinds] + [n for n in words.numbers if set(n.kinds) & set(kinds)]
