"""The committed examples the classifier learns from."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, model_validator

from casework.screening.lexicon import Kind, Level, Subject
from casework.screening.text import DATA

KINDS: tuple[str, ...] = get_args(Kind)


class Example(BaseModel):
    """One written message and what it tells; a harmless one has neither level, subject nor kinds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    level: Level | None
    subject: Subject | None
    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _whole(self) -> Example:
        if (self.level is None) != (self.subject is None) or (self.level is None) != (not self.kinds):
            raise ValueError(f"level, subject, kinds는 함께 있거나 함께 없어야 해요: {self.text!r}")
        return self


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read one JSONL file; raises ValueError naming the file and line that break the schema."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Example.model_validate(json.loads(line)))
        except ValueError as broken:
            raise ValueError(f"{path}:{number}: {broken}") from broken
    return tuple(found)


@lru_cache(maxsize=1)
def examples(folder: Path = DATA / "examples") -> tuple[Example, ...]:
    """Every committed example, in file order."""
    return tuple(example for path in sorted(folder.glob("*.jsonl")) for example in read_examples(path))
