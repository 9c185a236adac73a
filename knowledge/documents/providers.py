"""For providers and agencies: papers by service type, a self-check, contract ways; the facts are the guides'."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

DATA = Path(__file__).resolve().parents[1] / "data" / "providers.yaml"
Verdict = Literal["ready", "lacking", "unsure"]


class ServiceType(BaseModel):
    """One type: words for it, the guide that says what it is, the guide of its papers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    is_: str
    papers: str

    @model_validator(mode="before")
    @classmethod
    def _is(cls, told: dict) -> dict:
        return {("is_" if name == "is" else name): value for name, value in told.items()}


class Way(BaseModel):
    """A way step by step: the phrases that ask for it, the guides that tell it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]
    guides: tuple[str, ...]


class CheckItem(BaseModel):
    """One question of the self-check; it stands on a criterion or a document of its guide. No types: for all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    guide: str
    criterion: str = ""
    document: str = ""
    ask: str
    then: str
    types: tuple[str, ...] = ()


class SelfCheck(BaseModel):
    """The questions and the words around them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    choices: dict[Verdict, str]
    items: tuple[CheckItem, ...]
    ready: str
    lacking: str
    unsure: str
    closing: str
    closing_guides: tuple[str, ...]


class Providers(BaseModel):
    """The whole file; raises ValidationError when a question names a type that is not there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: dict[str, ServiceType]
    common: tuple[str, ...]
    ways: dict[str, Way]
    self_check: SelfCheck

    @model_validator(mode="after")
    def _known(self) -> Providers:
        strange = {name for item in self.self_check.items for name in item.types} - set(self.types)
        if strange:
            raise ValueError(f"없는 서비스 유형: {sorted(strange)}")
        return self

    def type_of(self, text: str) -> str | None:
        """The service type these words name, None for none."""
        said = text.lower()
        return next((name for name, kind in self.types.items() if any(word in said for word in kind.words)), None)

    def way_of(self, text: str) -> str | None:
        """The way these words ask for, None for none."""
        return next((name for name, way in self.ways.items() if any(word in text for word in way.words)), None)

    def questions(self, service_type: str) -> list[CheckItem]:
        """The self-check of one type, in its order."""
        return [item for item in self.self_check.items if not item.types or service_type in item.types]


@lru_cache
def providers() -> Providers:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Providers.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))
