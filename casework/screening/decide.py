"""Bring what the lexicon hears and what the classifier scores into one calibrated judgement."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from casework.screening.examples import KINDS
from casework.screening.hearing import Heard
from casework.screening.screening import Screening, nothing
from casework.screening.text import DATA

_CHANCE = {None: 0.02, "normal": 0.6, "high": 0.85, "emergency": 0.99}


class Thresholds(BaseModel):
    """Reviewed limits in log odds; see data/decision.yaml for what each means."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    risk_alone: float
    risk_with_signal: float
    risk_with_firm: float
    ask: float
    part_discount: float
    emergency_alone: float
    emergency_with_signal: float
    urgent: float
    urgent_with_signal: float
    other: float
    kind: float


@lru_cache(maxsize=1)
def thresholds(path: Path = DATA / "decision.yaml") -> Thresholds:
    """Load and check the limits."""
    return Thresholds.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def by_ear(heard: Heard) -> Screening:
    """Judge by the lexicon alone, when there is no model."""
    if heard.level is None:
        return nothing(_CHANCE[None], ask=bool(heard.silenced))
    immediate = heard.level == "emergency"
    return Screening(True, immediate, heard.level, heard.subject, heard.kinds, _CHANCE[heard.level], ask=False)


def by_both(heard: Heard, scores: dict[str, float], *, discount: float = 0.0) -> Screening:
    """Judge by lexicon and classifier; `discount` is taken off the risk score of a mere part of a long message."""
    limit = thresholds()
    risk = scores["risk"] - discount
    needed = limit.risk_with_firm if heard.firm else limit.risk_with_signal if heard.level else limit.risk_alone
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, risk - needed))))
    if risk < needed:
        return nothing(chance, ask=risk >= limit.ask or heard.level is not None)
    level = _level(heard, scores, limit)
    subject = "other" if scores["other"] >= limit.other else "self"
    return Screening(True, level == "emergency", level, subject, _kinds(heard, scores, limit), chance, ask=False)


def _level(heard: Heard, scores: dict[str, float], limit: Thresholds) -> str:
    told = heard.level
    if scores["emergency"] >= (limit.emergency_with_signal if told == "emergency" else limit.emergency_alone):
        return "emergency"
    urgent_at = limit.urgent_with_signal if told in ("emergency", "high") else limit.urgent
    return "high" if scores["urgent"] >= urgent_at else "normal"


def _kinds(heard: Heard, scores: dict[str, float], limit: Thresholds) -> tuple[str, ...]:
    ranked = sorted(KINDS, key=lambda kind: -scores[kind])
    return tuple(kind for at, kind in enumerate(ranked) if at == 0 or scores[kind] >= limit.kind)
