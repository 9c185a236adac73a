"""A draft application: known facts with their origin, the gaps to ask, consents apart; nothing is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from knowledge.documents.checklist import checklist
from knowledge.documents.draft_data import FieldData, Programme, common, programmes
from knowledge.documents.sheet import Block, Row, Sheet
from knowledge.documents.values import ValueProblem, checked
from knowledge.eligibility.profile import Profile
from knowledge.guide import Guide

Origin = Literal["profile", "talk", "asked"]
ORIGINS: dict[Origin, str] = {"profile": "말씀해 주신 처지", "talk": "대화에서 하신 말씀", "asked": "직접 답하신 것"}
NOT_SENT = "이 초안은 어디에도 내지 않았어요. 아래 공식 신청처의 서식에 옮겨 적어 직접 내 주세요."
CLOSED = "지금은 신청 기간이 아니에요. 다음 공고를 확인한 뒤에 내 주세요."
BY_HAND = "(손으로 직접 써 주세요)"
EMPTY = "(비어 있음)"


class DraftField(BaseModel):
    """One field: what stands in it and where that comes from; ``ask`` is the question for a gap, "" when none is."""

    id: str
    label: str
    value: str | None
    origin: Origin | None
    ask: str
    by_hand: bool
    optional: bool
    choices: list[str]


class DraftSection(BaseModel):
    """A heading and its fields."""

    heading: str
    fields: list[DraftField]


class DraftConsent(BaseModel):
    """A consent to read and decide apart from the form; never agreed to by the draft."""

    id: str
    title: str
    text: str


class Submit(BaseModel):
    """Where the person hands it in themselves."""

    how: str | None
    url: str | None
    contact: str | None
    agency: str | None


class Draft(BaseModel):
    """A draft of one programme's application; ``missing`` are the fields still to ask, in their order."""

    id: str
    title: str
    form: str
    sections: list[DraftSection]
    missing: list[str]
    consents: list[DraftConsent]
    submit: Submit
    notes: list[str]
    as_of: str


def draft(
    guide: Guide, profile: Profile | None = None, talk: Mapping[str, object] | None = None,
    answers: Mapping[str, object] | None = None,
) -> Draft:  # fmt: skip
    """The draft for a guide. An answer counts before what was said in the talk, that before the profile.

    Raises KeyError when there is no form for the guide, ValueProblem for a field it does not have or a wrong value.
    """
    programme = programmes()[guide.id]
    given = [("asked", dict(answers or {})), ("talk", dict(talk or {})), ("profile", _of_profile(programme, profile))]
    _known(programme, {name for origin, values in given if origin != "profile" for name in values})
    fields: dict[str, DraftField] = {name: _field(name, given) for name in programme.fields}
    sections = [DraftSection(heading=s.heading, fields=[fields[name] for name in s.fields]) for s in programme.sections]
    texts = common().consents
    consents = [DraftConsent(id=name, title=texts[name].title, text=texts[name].text) for name in programme.consents]
    return Draft(
        id=guide.id, title=guide.name, form=programme.form, sections=sections, consents=consents, as_of=guide.as_of,
        missing=[name for name, field in fields.items() if field.value is None and not field.by_hand],
        submit=Submit(how=guide.how_to_apply, url=guide.url, contact=guide.contact, agency=guide.agency),
        notes=[NOT_SENT, *([CLOSED] if guide.status != "open" else [])],
    )  # fmt: skip


def _of_profile(programme: Programme, profile: Profile | None) -> dict[str, object]:
    told: dict[str, object] = {}
    for name in programme.fields:
        source = common().fields[name].profile
        value = getattr(profile, source) if profile and source else None
        if value is not None and value != []:
            told[name] = ", ".join(value) if isinstance(value, list) else value
    return told


def _known(programme: Programme, names: set[str]) -> None:
    open_names = [name for name in programme.fields if common().fields[name].kind != "by_hand"]
    strange = sorted(names - set(open_names))
    if strange:
        raise ValueProblem(f"이 신청서에 없는 칸이에요: {strange[0][:40]}. 쓸 수 있는 칸: {', '.join(open_names)}")


def _field(name: str, given: list) -> DraftField:
    data: FieldData = common().fields[name]
    value, origin = None, None
    for source, values in given:
        if values.get(name) not in (None, ""):
            value, origin = checked(data, values[name]), source
            break
    return DraftField(
        id=name, label=data.label, value=value, origin=origin, ask=data.ask, by_hand=data.kind == "by_hand",
        optional=data.optional, choices=list(data.choices.values()),
    )  # fmt: skip


def draft_sheet(made: Draft, guide: Guide) -> Sheet:
    """The draft as a sheet: the form, where each value comes from, papers to bring, consents apart, where to submit."""
    blocks = [Block(s.heading, tuple(_row(field) for field in s.fields)) for s in made.sections]
    needed = checklist(guide).required
    blocks.append(Block("함께 낼 서류", tuple(Row(item.line, "", box=True) for item in needed)))
    for consent in made.consents:
        lines = (consent.text, "□ 동의함    □ 동의하지 않음        서명:                    ")
        blocks.append(Block(f"동의서: {consent.title}", (), lines))
    submit = made.submit
    told = (("방법", submit.how), ("누리집", submit.url), ("문의", submit.contact), ("담당 기관", submit.agency))
    blocks.append(Block("내는 곳(직접 내 주세요)", tuple(Row(name, value) for name, value in told if value)))
    foot = ("동의서 글은 이음이 풀어 쓴 것이라, 낼 때는 신청처의 동의서에 서명해 주세요.", f"안내 기준일 {made.as_of}")
    shown = tuple(block for block in blocks if block.rows or block.lines)
    return Sheet(f"[초안] {made.form}", (made.title, *made.notes), shown, foot)


def _row(field: DraftField) -> Row:
    if field.by_hand:
        return Row(field.label, BY_HAND)
    if field.value is None:
        return Row(field.label, EMPTY)
    return Row(field.label, f"{field.value}\n← {ORIGINS[field.origin]}" if field.origin else field.value)
