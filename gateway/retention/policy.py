"""The retention policy: how many days each kind of record is kept, read from retention.yaml and checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

DEFAULT_FILE = Path(__file__).parents[1] / "data" / "retention.yaml"
FIVE_YEARS = 1825
"""The longest a case may be kept after closing (사회보장급여법 제34조: five years)."""

Days = Annotated[int, Field(ge=1, le=FIVE_YEARS)]


class RetentionError(ValueError):
    """A policy that cannot be used; the text names the file and what is wrong."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class KeepDays(_Strict):
    """Days from the record's own time: when it was said, handled, last used, ended or sent."""

    chat_lines: Days
    events: Days
    waiting_replies: Days
    dialogue_memory: Days
    conversations: Days
    inbox: Days
    sessions: Days
    used_links: Days
    alerts: Days
    logs: Days


class CaseDays(_Strict):
    """Days from the day a case was closed, by what was heard in it."""

    default: Days
    drill: Days
    kinds: dict[str, Days]

    def of(self, kinds: Iterable[str], test: bool) -> int:
        """The days for a case of these kinds: the longest of them; a drill has its own."""
        return self.drill if test else max([self.default, *(self.kinds[kind] for kind in kinds if kind in self.kinds)])

    @property
    def shortest(self) -> int:
        """No case goes sooner than this after its closing."""
        return min(self.default, self.drill)

    @property
    def longest(self) -> int:
        """No closed case stays longer than this."""
        return max(self.default, self.drill, *self.kinds.values())


class Retention(_Strict):
    """The whole policy."""

    version: Literal[1]
    keep_days: KeepDays
    case_days: CaseDays


def load(file: Path | None = None) -> Retention:
    """The policy of a file, the shipped one unless told; raises RetentionError naming the bad value."""
    path = file or DEFAULT_FILE
    try:
        return Retention.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RetentionError(f"보관 기간 파일 {path.name}을(를) 읽을 수 없어요: {type(error).__name__}") from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or '전체'}: {e['msg']}" for e in error.errors()[:5])
        raise RetentionError(f"보관 기간 파일 {path.name}에 고칠 곳이 있어요. {wrong}") from error
