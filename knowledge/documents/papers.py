"""The papers guides ask for (data/papers.yaml): issuer, where online, fee, validity; what is not known stays None."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

DATA = Path(__file__).resolve().parents[1] / "data" / "papers.yaml"
Text = Annotated[str, StringConstraints(min_length=2, max_length=120)]


class Service(BaseModel):
    """A site where papers are issued or applied for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    url: str = Field(pattern=r"^https://")


class Paper(BaseModel):
    """One paper. ``online`` are keys of services, ``holds`` the household tags it proves, ``one_of`` its usual kinds.

    ``source`` is "guide <id>" or "general knowledge"; ``confidence`` says how sure the record is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Text
    words: tuple[str, ...] = ()
    kind: Literal["issued", "own", "form", "consent"]
    issuer: Text
    online: tuple[str, ...] = ()
    fee: Text | None = None
    valid: Text | None = None
    who: Text
    holds: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    confidence: Literal["high", "medium", "low"]
    source: str = Field(pattern=r"^(guide [a-z0-9-]+|general knowledge)$")


class Papers(BaseModel):
    """The whole file; raises ValidationError when a paper names a service or a paper that is not there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    services: dict[str, Service]
    papers: tuple[Paper, ...]

    @model_validator(mode="after")
    def _known(self) -> Papers:
        ids = [paper.id for paper in self.papers]
        twice = {one for one in ids if ids.count(one) > 1}
        services = {key for paper in self.papers for key in paper.online} - set(self.services)
        members = {one for paper in self.papers for one in paper.one_of} - set(ids)
        if twice or services or members:
            raise ValueError(f"두 번 나온 서류 {twice}, 없는 발급처 {services}, 없는 서류 {members}")
        return self

    def __getitem__(self, paper_id: str) -> Paper:
        return next(paper for paper in self.papers if paper.id == paper_id)


@lru_cache
def papers() -> Papers:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return Papers.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))
