"""May a model's words stand in for the composed ones? Only when they state the same and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer.verify import figures, links, phones, unsupported
from knowledge.index.tokens import morphemes

DATA = Path(__file__).resolve().parents[1] / "data" / "reword.yaml"
_MARKUP = re.compile(r"[<>{}`*#|\\]|\]\(|^\s*\d+[.)]\s", re.M)


class Rules(BaseModel):
    """The prompt and the bounds of rewording."""

    model_config = ConfigDict(extra="forbid")

    version: int
    system: str
    max_lines: int
    max_chars: int
    max_tokens: int
    begins: str
    stays: list[str]
    hangul: float
    strange_words: float
    must_stay: list[str]
    never_new: list[str]
    failures_before_pause: int
    pause_seconds: float


@lru_cache
def rules() -> Rules:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Rules.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def fault(new: str, composed: Sequence[str], sources: Sequence[str]) -> str:
    """Why ``new`` may not replace the composed lines, "" when it may.

    It must keep every figure of the first line that has one and every telephone number, add no figure, link, Latin
    word or promise, leave out no negation or bound, and use the guide's words.
    """
    told = "\n".join(composed)
    return (
        _shape(new)
        or _facts(new, composed, told, sources)
        or next((f"left out: {kind}" for kind in rules().must_stay if _count(kind, new) < _count(kind, told)), "")
        or next((f"new: {kind}" for kind in rules().never_new if _count(kind, new) > _count(kind, told)), "")
        or _words(new, told, sources)
    )


def _shape(new: str) -> str:
    lines, data = [line for line in new.splitlines() if line.strip()], rules()
    letters = [letter for letter in new if letter.isalpha()]
    if not lines or not letters:
        return "empty"
    if len(lines) > data.max_lines or len(new) > data.max_chars:
        return "too long"
    if _MARKUP.search(new):
        return "markup"
    hangul = sum("가" <= letter <= "힣" for letter in letters)
    return "" if hangul >= data.hangul * len(letters) else "not Korean"


def _facts(new: str, composed: Sequence[str], told: str, sources: Sequence[str]) -> str:
    if links(new):
        return "link"
    if strange := unsupported(new, [told]) | unsupported(new, sources):
        return f"figures that were not composed: {sorted(strange)}"
    lead = next((line for line in composed if figures(line)), "")
    if lost := unsupported(lead, [new]) | (phones(told) - phones(new)):
        return f"figures left out: {sorted(lost)}"
    return ""


def _words(new: str, told: str, sources: Sequence[str]) -> str:
    latin = set(re.findall(r"[a-z]{2,}", new.lower())) - set(re.findall(r"[a-z]{2,}", told.lower()))
    if latin:
        return f"words in Latin letters: {sorted(latin)}"
    known, words = _known("\n".join((told, *sources))), set(morphemes(new))
    strange = words - known
    return f"words of its own: {sorted(strange)[:5]}" if len(strange) > rules().strange_words * len(words) else ""


@lru_cache(maxsize=256)
def _known(text: str) -> frozenset[str]:
    return frozenset(morphemes(text))


def _count(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text))
