"""Who is on call: people, the ways to reach them, and who comes first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from casework.escalation.port import Contact, Route, RouteKind

KINDS: tuple[RouteKind, ...] = ("telegram", "email", "webhook")
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
_Target = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class RosterError(ValueError):
    """The roster cannot be used; the text names the place, the bad value and what is allowed."""


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: _Id
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    telegram: Annotated[str, StringConstraints(pattern=r"^(-?\d{1,20}|@\w{5,32})$")] | None = None
    email: _Target | None = None
    webhook: _Target | None = None

    @field_validator("email")
    @classmethod
    def _one_address(cls, value: str | None) -> str | None:
        if value is not None and (value.count("@") != 1 or any(c.isspace() or c in ",;<>" for c in value)):
            raise ValueError("전자우편 주소 하나여야 해요(이름@도메인)")
        return value

    @field_validator("webhook")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("http:// 또는 https:// 로 시작하는 주소여야 해요")
        return value

    def contact(self) -> Contact:
        routes = ((kind, getattr(self, kind)) for kind in KINDS)
        return Contact(self.id, self.name, tuple(Route(kind, target) for kind, target in routes if target))


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    contacts: Annotated[tuple[_Id, ...], Field(min_length=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    contacts: Annotated[tuple[_Person, ...], Field(min_length=1)]
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _known_people(self) -> _File:
        ids = Counter(person.id for person in self.contacts)
        twice = [id for id, count in ids.items() if count > 1]
        if twice:
            raise ValueError(f"contacts에 같은 id가 두 번 있어요: {twice}")
        unknown = sorted({id for step in self.steps for id in step.contacts} - set(ids))
        if unknown:
            raise ValueError(f"steps에 모르는 사람이 있어요: {unknown} (contacts에 있는 사람: {sorted(ids)})")
        return self


class Roster:
    """The people on call and the order they are told in."""

    def __init__(self, contacts: tuple[Contact, ...], steps: tuple[tuple[str, ...], ...]) -> None:
        self.contacts = {contact.id: contact for contact in contacts}
        self.steps = steps

    @classmethod
    def load(cls, path: Path) -> Roster:
        """Read ``{contacts: [{id, name, telegram?, email?, webhook?}], steps: [{contacts: [id]}]}``; RosterError."""
        try:
            data = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise RosterError(f"당직표 파일이 없어요: {path}") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise RosterError(f"당직표를 YAML로 읽을 수 없어요: {path}: {error}") from error
        except ValidationError as error:
            faults = "; ".join(
                f"{'.'.join(map(str, fault['loc'])) or '(전체)'}: {fault['msg']} (받은 값 {fault['input']!r:.80})"
                for fault in error.errors()
            )
            raise RosterError(f"당직표가 바르지 않아요: {path}: {faults}") from error
        return cls(tuple(p.contact() for p in data.contacts), tuple(step.contacts for step in data.steps))

    @classmethod
    def single(cls, contact: Contact) -> Roster:
        """One person who is told at every step."""
        return cls((contact,), ((contact.id,),))

    @classmethod
    def nobody(cls) -> Roster:
        """A roster of no one; every case is then loudly unanswered."""
        return cls((), ())

    def reachable(self) -> bool:
        """Whether there is at least one contact with a route."""
        return bool(self.who("all"))

    def who(self, to: int | Literal["all"]) -> tuple[Contact, ...]:
        """The contacts with a route whom roster step ``to`` (from 0) tells, each once.

        A step past the end is the last step, and a step of unreachable people is everyone: somebody must be told.
        """
        everyone = tuple(contact for contact in self.contacts.values() if contact.routes)
        if to == "all" or not self.steps:
            return everyone
        wanted = dict.fromkeys(self.steps[min(to, len(self.steps) - 1)])
        return tuple(contact for contact in everyone if contact.id in wanted) or everyone

    def by_target(self, kind: RouteKind, target: str) -> Contact | None:
        """The contact who has that route, for recognising who answers; None when nobody has."""
        return next((c for c in self.contacts.values() if Route(kind, target) in c.routes), None)
