"""The words of an alert, from casework/data/alert_texts.yaml; they have no slot a personal field could go into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from casework.escalation.port import AlertCase
from casework.policy import LEVELS
from casework.tables import CaseRecord
from casework.words import words

TEXTS_FILE = Path(__file__).parents[1] / "data" / "alert_texts.yaml"
SLOTS = frozenset({"receipt", "level", "subject", "opened", "step", "cycle", "left"})
BUNDLE_SLOTS = frozenset({"count", "level", "levels", "receipts", "more"})
NAMED_IN_A_BUNDLE = 10
KST = timezone(timedelta(hours=9))


def _only(allowed: frozenset[str]) -> AfterValidator:
    def known_slots(text: str) -> str:
        unknown = {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None} - allowed
        if unknown:
            raise ValueError(f"모르는 칸이에요: {sorted(unknown)} (쓸 수 있는 칸: {sorted(allowed)})")
        return text

    return AfterValidator(known_slots)


Template = Annotated[str, _only(SLOTS)]
BundleTemplate = Annotated[str, _only(BUNDLE_SLOTS)]


class AlertTexts(BaseModel):
    """The templates; an unknown slot is refused when the file is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    test_mark: str
    title: Template
    first: Template
    again: Template
    unanswered: Template
    reminder: Template
    bundle_title: BundleTemplate
    bundle: BundleTemplate
    bundle_more: BundleTemplate
    route: dict[str, str]


@cache
def alert_texts() -> AlertTexts:
    """The templates, read once."""
    return AlertTexts.model_validate(yaml.safe_load(TEXTS_FILE.read_text(encoding="utf-8")))


def write_alert(case: CaseRecord, step: int, *, loud: bool) -> tuple[str, str]:
    """Title and text for one step of a case; times in Korean time."""
    texts = alert_texts()
    return _fill(case, texts.unanswered if loud else texts.first if (case.cycle, step) == (1, 0) else texts.again, step)


def write_reminder(case: CaseRecord, at: datetime) -> tuple[str, str]:
    """Title and text that remind the owner of a case to make contact."""
    left = (case.contact_due_at - at) / timedelta(minutes=1) if case.contact_due_at else 0
    return _fill(case, alert_texts().reminder, case.step, left=max(round(left), 0))


def write_bundle(cases: Sequence[AlertCase], *, test: bool) -> tuple[str, str]:
    """Title and text of one message about many cases, worst first; the first ten are named."""
    texts, counted = alert_texts(), Counter(case.level for case in cases)
    rest = len(cases) - NAMED_IN_A_BUNDLE
    slots = {
        "count": len(cases),
        "level": words().level[cases[0].level],
        "levels": ", ".join(f"{words().level[level]} {counted[level]}건" for level in LEVELS if counted[level]),
        "receipts": ", ".join(case.receipt for case in cases[:NAMED_IN_A_BUNDLE]),
        "more": texts.bundle_more.format(count=rest) if rest > 0 else "",
    }
    mark = texts.test_mark if test else ""
    return mark + texts.bundle_title.format(**slots), mark + texts.bundle.format(**slots)


def _fill(case: CaseRecord, template: str, step: int, **more: int) -> tuple[str, str]:
    slots = {
        "receipt": case.receipt,
        "level": words().level[case.level],
        "subject": words().subject[case.subject],
        "opened": _korean(case.opened_at),
        "step": step + 1,
        "cycle": case.cycle,
        **more,
    }
    mark = alert_texts().test_mark if case.test else ""
    return mark + alert_texts().title.format(**slots), mark + template.format(**slots)


def _korean(at: datetime) -> str:
    local = at.astimezone(KST)
    return f"{local.month}월 {local.day}일 {local:%H:%M}"
