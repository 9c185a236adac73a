"""Fixed, reviewed replies for somebody in danger; nothing here is generated."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from casework.screening.lexicon import Kind, Level, Subject
from casework.screening.screening import Screening
from casework.screening.text import DATA


class CrisisText(NamedTuple):
    """What to show at once: the text and buttons of (label, value sent back, address to open or None)."""

    text: str
    buttons: tuple[tuple[str, str, str | None], ...]


class Button(BaseModel):
    """A next step offered; labels fit every channel (at most 14 characters)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    value: str
    url: str | None = None


class Text(BaseModel):
    """One reviewed reply and the families of kinds, subjects and levels it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    family: tuple[str, ...]
    subject: tuple[Subject, ...]
    level: tuple[Level, ...]
    opening: str
    question: str
    lines: tuple[str, ...]
    steps: str
    buttons: tuple[str, ...]


class Question(BaseModel):
    """The one caring question for an unclear message."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    buttons: tuple[str, ...]


class Listening(BaseModel):
    """What to say while somebody in danger goes on talking: one of the texts in turn, then the numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    texts: tuple[str, ...]
    numbers: str
    buttons: tuple[str, ...]


class Book(BaseModel):
    """All reviewed crisis texts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hotlines: dict[str, str]
    buttons: dict[str, Button]
    alerted: str
    recorded: str
    open: str
    caring_question: Question
    listening: Listening
    noted: Question
    families: dict[str, tuple[Kind, ...]]
    texts: tuple[Text, ...]


@lru_cache(maxsize=1)
def book(path: Path = DATA / "crisis_texts.yaml") -> Book:
    """Load and check the reviewed texts; raises ValueError naming what breaks the schema."""
    return Book.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def crisis_reply(screening: Screening, *, alerted: bool, receipt: str) -> CrisisText:
    """The reply for a message that tells of danger.

    Says a person is being alerted only when `alerted` is true; shows the receipt only when there is one. The worst
    danger to life decides the text. Raises ValueError for a screening without risk.
    """
    if not screening.risk or screening.level is None or screening.subject is None:
        raise ValueError(f"위험이 없는 선별 결과에는 위기 문장이 없어요: {screening!r}")
    texts = book()
    chosen = _choose(texts, screening)
    slot = texts.alerted if alerted and receipt else texts.recorded if receipt else ""
    lines = "\n".join(f"· {number} — {texts.hotlines[number]}" for number in chosen.lines)
    parts = [f"{chosen.opening}\n{chosen.question}", lines, slot.format(receipt=receipt), chosen.steps, texts.open]
    return CrisisText("\n\n".join(p for p in parts if p), _buttons(texts, chosen.buttons))


def caring_question() -> CrisisText:
    """The one question to ask when a message may hide danger but does not say so."""
    asked = book().caring_question
    return CrisisText(asked.text, _buttons(book(), asked.buttons))


def listening(turn: int) -> CrisisText:
    """What to say to somebody in danger who goes on talking; ``turn`` counts from 0 and picks the text."""
    said = book().listening
    text = said.texts[turn % len(said.texts)]
    return CrisisText(f"{text}\n{said.numbers}", _buttons(book(), said.buttons))


def noted() -> CrisisText:
    """What to say to somebody who adds to what they told about a danger."""
    said = book().noted
    return CrisisText(said.text, _buttons(book(), said.buttons))


def _choose(texts: Book, screening: Screening) -> Text:
    life_first = sorted(screening.kinds, key=lambda kind: kind not in {"suicide", "self_harm"})
    family = next((f for k in life_first for f, members in texts.families.items() if k in members), "need")
    wanted = (family, screening.subject, screening.level)
    for text in texts.texts:
        if wanted[0] in text.family and wanted[1] in text.subject and wanted[2] in text.level:
            return text
    raise ValueError(f"위기 문장이 없는 조합이에요: {wanted}")


def _buttons(texts: Book, names: tuple[str, ...]) -> tuple[tuple[str, str, str | None], ...]:
    return tuple((b.label, b.value, b.url) for b in (texts.buttons[name] for name in names))
