"""The words of an alert, from casework/data/alert_texts.yaml; they have no slot a personal field could go into."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from casework.tables import CaseRecord
from casework.words import words

TEXTS_FILE = Path(__file__).parents[1] / "data" / "alert_texts.yaml"
SLOTS = frozenset({"receipt", "level", "subject", "opened", "step", "cycle"})
KST = timezone(timedelta(hours=9))


def _known_slots(text: str) -> str:
    unknown = {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None} - SLOTS
    if unknown:
        raise ValueError(f"모르는 칸이에요: {sorted(unknown)} (쓸 수 있는 칸: {sorted(SLOTS)})")
    return text


Template = Annotated[str, AfterValidator(_known_slots)]


class AlertTexts(BaseModel):
    """The templates; an unknown slot is refused when the file is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    test_mark: str
    title: Template
    first: Template
    again: Template
    unanswered: Template
    route: dict[str, str]


@cache
def alert_texts() -> AlertTexts:
    """The templates, read once."""
    return AlertTexts.model_validate(yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8")))


def write_alert(case: CaseRecord, step: int, *, loud: bool) -> tuple[str, str]:
    """Title and text for one step of a case; times in Korean time."""
    texts = alert_texts()
    template = texts.unanswered if loud else texts.first if (case.cycle, step) == (1, 0) else texts.again
    slots = {
        "receipt": case.receipt,
        "level": words().level[case.level],
        "subject": words().subject[case.subject],
        "opened": _korean(case.opened_at),
        "step": step + 1,
        "cycle": case.cycle,
    }
    mark = texts.test_mark if case.test else ""
    return mark + texts.title.format(**slots), mark + template.format(**slots)


def _korean(at: datetime) -> str:
    local = at.astimezone(KST)
    return f"{local.month}월 {local.day}일 {local:%H:%M}"
