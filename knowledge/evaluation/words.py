"""What the figures, parts, sets and groups are called (data/words.yaml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).parent / "data"


class Figure(BaseModel):
    """One figure: its name, what it means, which way is better, and how it is written."""

    model_config = ConfigDict(extra="forbid")

    label: str
    means: str
    better: Literal["up", "down", "none"]
    written: Literal["share", "mean", "count"] = Field(alias="as")

    def show(self, value: float) -> str:
        """The value as people read it: 87.1%, 0.924, 3."""
        if self.written == "share":
            return f"{value:.1%}"
        return f"{value:.3f}" if self.written == "mean" else f"{value:g}"


class Words(BaseModel):
    """Everything by its key in the results."""

    model_config = ConfigDict(extra="forbid")

    parts: dict[str, str]
    sets: dict[str, str]
    baselines: dict[str, str]
    figures: dict[str, Figure]
    columns: dict[str, str]
    groups: dict[str, str]

    def of_set(self, name: str) -> str:
        """``part/set`` in words."""
        part, _, rows = name.partition("/")
        return f"{self.parts.get(part, part)}: {self.sets.get(rows, rows)}"

    def of_figure(self, name: str) -> str:
        """``part/set/figure`` or ``part/set/baseline/figure`` in words."""
        part, rows, *rest = name.split("/")
        beside = f" ({self.baselines.get(rest[0], rest[0])})" if len(rest) > 1 else ""
        return f"{self.of_set(f'{part}/{rows}')}: {self.figure(name).label}{beside}"

    def figure(self, name: str) -> Figure:
        """How to write the figure at the end of a name; one without words of its own is called by its key."""
        key = name.rsplit("/", 1)[-1]
        return self.figures.get(key) or Figure.model_validate(
            {"label": key, "means": key, "better": "none", "as": "mean"}
        )


@lru_cache
def words() -> Words:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Words.model_validate(yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8")))
