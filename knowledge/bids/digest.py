"""A digest: what is new for a firm or a home-seeker today, as a text of a few notices with reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

MOST = 5
LEAST = 0.02
"""Notices that score less are not worth a message."""


class Fitting(Protocol):
    """What a digest tells of: a Match, or a home that fits."""

    @property
    def id(self) -> str:
        """The notice's id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def score(self) -> float:
        """How well it fits."""

    @property
    def fits(self) -> tuple[str, ...]:
        """Why."""

    @property
    def against(self) -> tuple[str, ...]:
        """What must be checked."""

    @property
    def url(self) -> str:
        """Where it stands, "" when not told."""


@dataclass(frozen=True)
class Digest:
    """The text, and the ids that it tells of."""

    text: str
    ids: tuple[str, ...]


def digest(name: str, found: Sequence[Fitting], shown: Collection[str], today: date, what: str) -> Digest | None:
    """The best of what was not shown before, best first; None when there is nothing new."""
    new = [one for one in found if one.id not in shown and one.score >= LEAST][:MOST]
    if not new:
        return None
    whose = f"{name}에 맞는 " if name else ""
    head = f"{today:%Y-%m-%d} {whose}새 {what} {len(new)}건이에요."
    told = [_one(number, each) for number, each in enumerate(new, 1)]
    end = "내기 전에 공고 원문을 꼭 확인해 주세요."
    return Digest("\n\n".join([head, *told, end]), tuple(one.id for one in new))


def _one(number: int, each: Fitting) -> str:
    lines = [f"{number}. {each.title}", *(f"· {why}" for why in each.fits[:3])]
    lines += [f"· 확인: {check}" for check in each.against[:2]]
    return "\n".join([*lines, each.url] if each.url else lines)
