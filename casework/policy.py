"""The escalation policy as data: which level tells whom after how long, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

log = structlog.get_logger(__name__)

POLICY_FILE = Path(__file__).parent / "data" / "policy.yaml"
Level = Literal["emergency", "high", "normal"]
LEVELS: tuple[Level, ...] = ("emergency", "high", "normal")
OpenState = Literal["received", "notified", "acknowledged", "contacted", "linked"]
Minutes = Annotated[float, Field(gt=0, le=60 * 24 * 60)]


def rank(level: str) -> int:
    """How bad a level is: emergency 2, high 1, normal 0; ValueError names the allowed ones."""
    if level not in LEVELS:
        raise ValueError(f"모르는 위험 단계예요: {level!r} (쓸 수 있는 단계: {', '.join(LEVELS)})")
    return len(LEVELS) - 1 - LEVELS.index(level)


class PolicyError(ValueError):
    """The policy file cannot be used; the text names the place and what is allowed."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StepRule(_Data):
    """One rung: ``after_minutes`` after the one before, tell roster step ``to`` or everyone."""

    after_minutes: Annotated[float, Field(ge=0, le=60 * 24 * 60)]
    to: Annotated[int, Field(ge=0)] | Literal["all"]


class LevelRule(_Data):
    """The whole clock of one level; this is what a case carries from its opening on."""

    steps: Annotated[tuple[StepRule, ...], Field(min_length=1)]
    repeats: Annotated[int, Field(ge=0, le=50)]
    repeat_after_minutes: Minutes
    unanswered_every_minutes: Minutes
    contact_minutes: Minutes
    # Older snapshots lack it; a third of the time is then left when the owner is reminded.
    remind_before_minutes: Minutes | None = None
    reheard_after_minutes: Minutes | None

    @model_validator(mode="after")
    def _first_at_once(self) -> LevelRule:
        if self.steps[0].after_minutes != 0:
            raise ValueError("첫 단계의 after_minutes는 0이어야 해요: 첫 알림은 접수와 함께 나가요")
        return self

    @model_validator(mode="after")
    def _reminded_in_time(self) -> LevelRule:
        if self.remind_before_minutes is not None and self.remind_before_minutes >= self.contact_minutes:
            raise ValueError(
                f"remind_before_minutes({self.remind_before_minutes:g})는 "
                f"contact_minutes({self.contact_minutes:g})보다 작아야 해요"
            )
        return self

    def reminder(self) -> float:
        """How many minutes before the time for contact is over the owner is reminded."""
        return self.remind_before_minutes or self.contact_minutes / 3


class CloseReason(_Data):
    """A reason a case may be closed for, and the states it may be closed from."""

    id: str
    label: str
    from_: Annotated[tuple[OpenState, ...], Field(alias="from", min_length=1)]


class Throttle(_Data):
    """No more than ``messages`` in ``seconds`` by one way to one person; more waits and leaves as one message."""

    messages: Annotated[int, Field(ge=1, le=10_000)]
    seconds: Annotated[float, Field(gt=0, le=86_400)]
    hold_seconds: Annotated[float, Field(gt=0, le=900)]


class Policy(_Data):
    """Everything in the policy file."""

    version: Literal[1]
    levels: dict[Level, LevelRule]
    retry_seconds: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1)]
    no_one_seconds: Annotated[float, Field(gt=0)]
    throttles: dict[str, Throttle] = {}
    close_reasons: Annotated[tuple[CloseReason, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _every_level(self) -> Policy:
        missing = [level for level in LEVELS if level not in self.levels]
        if missing:
            raise ValueError(f"levels에 빠진 단계가 있어요: {', '.join(missing)}")
        return self


class PolicySource:
    """The policy in force and whether anybody can be told at all.

    ``path`` defaults to the shipped policy. ``reachable`` answers whether the roster has at least one contact with a
    route right now (``Roster.reachable``); without it nobody is taken to be on call. Raises PolicyError.
    """

    def __init__(self, path: Path | None = None, reachable: Callable[[], bool] = lambda: False) -> None:
        self.policy = load_policy(path or POLICY_FILE)
        self.reachable = reachable

    def rule(self, level: str) -> LevelRule:
        """The clock of one level; ValueError for an unknown level."""
        rank(level)
        return self.policy.levels[level]  # type: ignore[index]

    def close_reason(self, id: str) -> CloseReason | None:
        """The close reason of that id, or None."""
        return next((reason for reason in self.policy.close_reasons if reason.id == id), None)


def rule_of(snapshot: dict[str, Any], level: str) -> LevelRule:
    """The clock a case carries; a snapshot of another version that cannot be read falls back to the shipped policy.

    A case must never stand still because a gateway of another version opened it.
    """
    known = {name: value for name, value in snapshot.items() if name in LevelRule.model_fields}
    try:
        return LevelRule.model_validate(known)
    except ValidationError:
        log.error("policy_snapshot_unreadable", level=level)
        rank(level)
        return load_policy(POLICY_FILE).levels[level]  # type: ignore[index]


def load_policy(path: Path) -> Policy:
    """Read and check a policy file; PolicyError names the file, the field and the bad value."""
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise PolicyError(f"정책 파일이 없어요: {path}") from error
    except yaml.YAMLError as error:
        raise PolicyError(f"정책 파일을 YAML로 읽을 수 없어요: {path}: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or '(전체)'}: {fault['msg']} (받은 값 {fault['input']!r:.80})"
            for fault in error.errors()
        )
        raise PolicyError(f"정책 파일이 바르지 않아요: {path}: {faults}") from error
