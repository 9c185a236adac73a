"""The roster file: its shape, and its faults named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from casework.escalation.duty import Duty, Id
from casework.escalation.port import KINDS, Contact, Limit, NotifyRule, Route, RouteKind
from casework.policy import Level

_Target = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
LONGEST_DELAY = 24 * 60


class RosterError(ValueError):
    """The roster cannot be used; the text names the place, the bad value and what is allowed."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class LimitData(_Data):
    """A throttle: at most ``messages`` in ``seconds``, what is more waits ``hold_seconds`` and leaves as one."""

    messages: Annotated[int, Field(ge=1, le=10_000)]
    seconds: Annotated[float, Field(gt=0, le=86_400)]
    hold_seconds: Annotated[float, Field(gt=0, le=900)]

    def limit(self) -> Limit:
        """As the clock uses it."""
        return Limit(self.messages, self.seconds, self.hold_seconds)


class _Rule(_Data):
    after_minutes: Annotated[float, Field(ge=0, le=LONGEST_DELAY)] = 0
    by: Annotated[tuple[RouteKind, ...], Field(min_length=1)]
    levels: tuple[Level, ...] = ()


class _Person(_Data):
    id: Id
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    telegram: Annotated[str, StringConstraints(pattern=r"^(-?\d{1,20}|@\w{5,32})$")] | None = None
    email: _Target | None = None
    webhook: _Target | None = None
    sms: Annotated[str, StringConstraints(pattern=r"^0\d{1,2}-?\d{3,4}-?\d{4}$")] | None = None
    apprise: _Target | None = None
    rules: tuple[_Rule, ...] = ()
    limits: dict[RouteKind, LimitData] = {}

    @field_validator("sms", mode="before")
    @classmethod
    def _quoted(cls, value: Any) -> Any:
        # YAML reads 01012345670 as an octal number, and nobody could be told by that.
        if isinstance(value, int):
            raise ValueError('전화번호는 따옴표로 감싸 주세요("01012345678")')
        return value

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

    @field_validator("apprise")
    @classmethod
    def _apprise_address(cls, value: str | None) -> str | None:
        if value is not None and not urlsplit(value).scheme:
            raise ValueError("Apprise 주소여야 해요(종류://…)")
        return value

    @model_validator(mode="after")
    def _rules_name_ways(self) -> _Person:
        missing = sorted({kind for rule in self.rules for kind in rule.by if not getattr(self, kind)})
        if missing:
            raise ValueError(f"{self.id}의 rules에 적은 방법의 주소가 없어요: {missing}")
        return self

    def contact(self) -> Contact:
        found = ((kind, getattr(self, kind)) for kind in KINDS)
        return Contact(
            self.id, self.name, tuple(Route(kind, target) for kind, target in found if target),
            tuple(NotifyRule(rule.after_minutes, rule.by, rule.levels) for rule in self.rules),
            tuple((kind, data.limit()) for kind, data in self.limits.items()),
        )  # fmt: skip


class _Step(_Data):
    contacts: tuple[Id, ...] = ()
    schedules: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _somebody(self) -> _Step:
        if not self.contacts and not self.schedules:
            raise ValueError("contacts나 schedules 가운데 하나에 적어도 한 사람이나 한 근무표가 있어야 해요")
        return self


class RosterFile(Duty):
    """Everything in a roster file: people, the order they are told in, and what changes with time."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    contacts: Annotated[tuple[_Person, ...], Field(min_length=1)]
    steps: Annotated[tuple[_Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _known_names(self) -> RosterFile:
        people = _once("contacts", (person.id for person in self.contacts))
        schedules = _once("schedules", (schedule.id for schedule in self.schedules))
        for where, id in self._named_people():
            if id not in people:
                raise ValueError(f"{where}에 모르는 사람이 있어요: {id!r} (contacts에 있는 사람: {sorted(people)})")
        named = [("steps", id) for step in self.steps for id in step.schedules]
        named += [("overrides", override.schedule) for override in self.overrides]
        for where, id in named:
            if id not in schedules:
                raise ValueError(f"{where}에 모르는 근무표가 있어요: {id!r} (schedules에 있는 것: {sorted(schedules)})")
        return self

    def _named_people(self) -> Iterator[tuple[str, str]]:
        yield from (("steps", id) for step in self.steps for id in step.contacts)
        yield from (("schedules", id) for plan in self.schedules for shift in plan.shifts for id in shift.people)
        yield from (("overrides", id) for one in self.overrides for id in (*one.people, one.instead_of) if id)
        yield from (("absences", id) for one in self.absences for id in (one.who, one.stand_in) if id)

    def duty(self) -> Duty:
        """What changes with time, alone."""
        return Duty(
            schedules=self.schedules, overrides=self.overrides, absences=self.absences,
            extra_days_off=self.extra_days_off,
        )  # fmt: skip


def read_roster(path: Path) -> RosterFile:
    """Read and check a roster file; RosterError names the file, the field and the bad value."""
    try:
        return RosterFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise RosterError(f"당직표 파일이 없어요: {path}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RosterError(f"당직표를 YAML로 읽을 수 없어요: {path}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(_fault(fault) for fault in error.errors())
        raise RosterError(f"당직표가 바르지 않아요: {path}: {faults}") from error


def _fault(fault: Any) -> str:
    place = ".".join(map(str, fault["loc"])) or "(전체)"
    return f"{place}: {fault['msg']} (받은 값 {fault['input']!r:.80})"


def _once(where: str, ids: Iterator[str]) -> set[str]:
    counted = Counter(ids)
    twice = [id for id, count in counted.items() if count > 1]
    if twice:
        raise ValueError(f"{where}에 같은 id가 두 번 있어요: {twice}")
    return set(counted)
