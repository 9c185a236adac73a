"""Passages (대목): the pieces of a guide that search returns, one per section, prose and fields together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.guide import Guide

ASKED = "질문"
"""The section of a passage that is only there to be found: a question as people ask it. Never shown."""


@dataclass(frozen=True)
class Passage:
    """One section of one document; ``names`` are the words people use for the document as a whole."""

    doc: str
    section: str
    title: str
    names: str
    text: str


def _fields(guide: Guide) -> dict[str, list[str | None]]:
    who = guide.eligibility
    eligible: list[str | None] = [guide.audience]
    if who:
        eligible += [
            who.income,
            who.assets,
            who.region,
            *who.household,
            *who.all_of,
            *who.any_of,
            *who.employment,
            *who.other,
        ]
    return {
        "한눈에": [guide.summary],
        "대상": eligible,
        "지원 내용": [guide.benefit],
        "신청 방법": [guide.how_to_apply, *guide.steps],
        "준비 서류": list(guide.documents),
        "기간": [guide.period],
        "기준과 근거": list(guide.criteria),
        "문의": [guide.agency, guide.contact],
        "알아둘 점": [],
    }


def of_guide(guide: Guide) -> Iterator[Passage]:
    """The guide's passages in section order, a section without prose and fields giving none, then what people ask."""
    names = " / ".join((guide.name, *guide.aliases))
    for section, fields in _fields(guide).items():
        prose = guide.sections.get(section, "")
        stated = [field for field in fields if field]
        if section in ("대상", "문의") and not prose and not guide.eligibility and section == "대상":
            stated = [guide.audience]
        text = "\n".join([prose, *stated]).strip()
        if text:
            yield Passage(guide.id, section, guide.name, names, text)
    for question in guide.asked:
        yield Passage(guide.id, ASKED, guide.name, names, question)
