"""Checklist (서류): the papers for one guide and one profile, with what the profile settles already settled."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from knowledge.documents.conditions import Extra, Settle, condition_of, rules
from knowledge.documents.match import Match, match
from knowledge.documents.papers import Paper, Service, papers
from knowledge.eligibility.profile import Profile
from knowledge.guide import Guide

UNSURE = "이 목록은 확인이 덜 됐어요. 신청받는 곳에 한 번 더 물어보세요."
NOTHING = "이 안내에는 정리된 서류 목록이 없어요. 신청받는 곳에 물어보세요."
UNSORTED = "어디서 받는지 아직 정리하지 못했어요. 신청받는 곳에 물어보세요."


class PaperShape(BaseModel):
    """One paper. ``fee`` and ``valid`` are null when they are not known to us; ``online`` is empty when none is."""

    id: str
    name: str
    kind: Literal["issued", "own", "form", "consent"]
    issuer: str
    online: list[Service]
    fee: str | None
    valid: str | None
    who: str
    confidence: Literal["high", "medium", "low"]
    source: str


class Item(BaseModel):
    """One line of a checklist. ``one_of``: one of its papers is enough. ``settled``: the profile decided it."""

    key: str
    line: str
    papers: list[PaperShape]
    one_of: bool
    condition: str | None = None
    settled: bool = False
    note: str | None = None


class Checklist(BaseModel):
    """The papers of one guide: needed, needed under a condition nobody settled yet, and not needed by this profile."""

    id: str
    title: str
    required: list[Item]
    conditional: list[Item]
    not_needed: list[Item]
    how_to_apply: str | None
    period: str | None
    contact: str | None
    url: str | None
    as_of: str
    confidence: Literal["high", "medium", "low"]
    notes: list[str]


def checklist(guide: Guide, profile: Profile | None = None) -> Checklist:
    """The checklist of a guide; without a profile every condition stays open."""
    known = profile or Profile.model_validate({})
    made = Checklist(
        id=guide.id, title=guide.name, required=[], conditional=[], not_needed=[], how_to_apply=guide.how_to_apply,
        period=guide.period, contact=guide.contact, url=guide.url, as_of=guide.as_of, confidence=guide.confidence,
        notes=_notes(guide),
    )  # fmt: skip
    for number, line in enumerate(guide.documents):
        item, outcome = _item(f"{number + 1}", match(line), known)
        _place(made, item, outcome)
    for extra in _extras(guide):
        item = _of(extra.id, Match(extra.line, (papers()[extra.paper],), False), (papers()[extra.paper],))
        item.condition, item.note = extra.says, "공고에서 한 번 더 확인해 주세요."
        _place(made, item, _settled(item, extra.settle, known))
    return made


def _item(key: str, found: Match, profile: Profile) -> tuple[Item, str]:
    condition = condition_of(found.line)
    fitting = _fitting(found, profile, dropping=condition is not None or found.one_of)
    item = _of(key, found, fitting or found.papers)
    if condition is None:
        return item, "met"
    proves = all(paper.holds for paper in found.papers) and bool(found.papers)
    item.condition = f"{_tags(found.papers)}에 해당하면" if proves and condition.settle is None else condition.says
    if proves and condition.settle is None:
        item.settled = profile.household is not None
        return item, "unknown" if profile.household is None else "met" if fitting else "failed"
    return item, _settled(item, condition.settle, profile)


def _settled(item: Item, settle: Settle | None, profile: Profile) -> str:
    outcome = settle.by(profile) if settle else "unknown"
    item.settled = outcome != "unknown"
    return outcome


def _fitting(found: Match, profile: Profile, dropping: bool) -> tuple[Paper, ...]:
    """The papers that can be this person's: those proving a household tag that does not hold are left out."""
    if not dropping or profile.household is None:
        return found.papers
    told = set(profile.household)
    held = tuple(paper for paper in found.papers if told & set(paper.holds))
    return held or tuple(paper for paper in found.papers if not paper.holds)


def _of(key: str, found: Match, shown: tuple[Paper, ...]) -> Item:
    shapes = [_shape(paper) for paper in shown]
    note = None if shapes else UNSORTED
    return Item(key=key, line=found.line, papers=shapes, one_of=found.one_of and len(shapes) > 1, note=note)


def _shape(paper: Paper) -> PaperShape:
    services = papers().services
    told = paper.model_dump(include={"id", "name", "kind", "issuer", "fee", "valid", "who", "confidence", "source"})
    return PaperShape(**told, online=[services[key] for key in paper.online])


def _tags(found: tuple[Paper, ...]) -> str:
    return "·".join(dict.fromkeys(tag for paper in found for tag in paper.holds))


def _place(made: Checklist, item: Item, outcome: str) -> None:
    {"met": made.required, "failed": made.not_needed}.get(outcome, made.conditional).append(item)


def _extras(guide: Guide) -> list[Extra]:
    asked = {paper.id for line in guide.documents for paper in match(line).papers}
    tags = {*guide.eligibility.household, *guide.eligibility.all_of} if guide.eligibility else set()
    return [e for e in rules().extras if e.asks in asked and e.household in tags and e.domain == guide.domain]


def _notes(guide: Guide) -> list[str]:
    notes = [] if guide.documents else [NOTHING]
    return [*notes, UNSURE] if guide.documents and guide.confidence != "high" else notes
