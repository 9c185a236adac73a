"""The reviewed words: signals of risk, frames that make them harmless, idioms, urgency and people."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from casework.screening.text import DATA

Kind = Literal[
    "suicide", "self_harm", "child_abuse", "elder_abuse", "domestic_violence", "hunger", "utility_cutoff", "eviction",
    "medical", "lonely_death", "neglect", "debt", "disability_care",
]  # fmt: skip
Level = Literal["emergency", "high", "normal"]
Subject = Literal["self", "other"]


class Entry(BaseModel):
    """One reviewed pattern with a sentence it must hear and a sentence it must not.

    Patterns are regular expressions over sentences without spaces and marks, joined by "/"; <name> stands for a word
    group, `~` for a short gap inside a sentence, `~~` for a longer one that may cross sentences.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9_]+$")
    pattern: str = Field(min_length=1)
    hears: tuple[str, ...] = Field(min_length=1)
    ignores: tuple[str, ...] = Field(min_length=1)
    start: bool = False
    """Whether a match counts only where a written word begins ("애가 사흘" holds no "가사")."""

    @property
    def regex(self) -> re.Pattern[str]:
        """The pattern as compiled."""
        return compiled(self.pattern)


class Signal(Entry):
    """Words that tell of danger; a `firm` one stands even inside a joke, a story or a question."""

    kind: Kind
    level: Level
    subject: Subject | None = None
    firm: bool = False


class Frame(Entry):
    """Words that make a sentence harmless: a question about a benefit, news, fiction, the past, a denial."""

    whole: bool = False
    """Whether it colours the whole message, not only its own sentence."""


class Idiom(Entry):
    """A figure of speech cut out of the text before anything else is looked for."""


class Urgency(Entry):
    """Words of time, means or a last step that lift the kinds named to the level named."""

    kinds: tuple[Kind, ...]
    level: Level


class Person(Entry):
    """Words that tell whose danger it is."""

    subject: Subject


class Concept(Entry):
    """A piece of meaning; harmless alone, the classifier learns which pieces together are not."""


class Lexicon(BaseModel):
    """Everything reviewed, checked on loading."""

    model_config = ConfigDict(frozen=True)
    signals: tuple[Signal, ...]
    frames: tuple[Frame, ...]
    idioms: tuple[Idiom, ...]
    urgency: tuple[Urgency, ...]
    people: tuple[Person, ...]
    concepts: tuple[Concept, ...]


@lru_cache(maxsize=1)
def words(folder: Path = DATA / "lexicon") -> dict[str, str]:
    """The word groups that patterns call by <name>."""
    loaded = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("words_*.yaml"))]
    return {word["id"]: re.sub(r"\s+", "", word["pattern"]) for part in loaded for word in part["concepts"]}


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """A readable pattern made into a regular expression over squashed sentences joined by "/".

    Raises KeyError for an unknown <name>.
    """
    named = re.sub(r"<([a-z_]+)>", lambda hit: f"(?:{words()[hit[1]]})", re.sub(r"\s+", "", pattern))
    return re.compile(named.replace("~~", ".{0,30}?").replace("~", "[^/]{0,12}?"))


@lru_cache(maxsize=1)
def lexicon(folder: Path = DATA / "lexicon") -> Lexicon:
    """Load and check every list in the folder; raises ValueError naming the entry that breaks the schema."""
    parts: dict[str, list[dict[str, object]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for part, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            parts.setdefault(part, []).extend(entries)
    return Lexicon.model_validate(parts)
