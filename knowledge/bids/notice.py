"""Notice (공고): one bid notice read from 나라장터 fields and the text of its papers; the newest 차수 counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from knowledge.bids.data import words
from knowledge.bids.values import texts, when, won

LONGEST_TEXT = 60_000
"""Characters of the papers' text that are read; what limits who may bid stands well before."""
VAT = 1.1
_FIRST_DATES = {
    "pqApplDocRcptDt": "PQ 심사 신청",
    "tpEvalApplClseDt": "제안서 제출",
    "arsltApplDocRcptDt": "실적 심사 신청",
}
_TAGS = re.compile(r"<[^>]{1,200}>")


class NoticeError(ValueError):
    """A record that is no bid notice; names what is missing."""


@dataclass(frozen=True)
class Notice:
    """One notice; ``fields`` are the raw 나라장터 fields. Times are Korean time without zone, money in won with VAT."""

    id: str
    number: str
    order: int
    title: str
    agency: str
    text: str
    fields: Mapping[str, Any]
    noticed: datetime | None
    closes: datetime | None
    first_close: tuple[str, datetime] | None
    qualify_by: datetime | None
    budget: int | None
    cancelled: bool
    corrected: bool
    before: bool
    contest: bool
    joint: bool | None

    def field(self, *names: str) -> str:
        """The text of the first of these fields that says something."""
        return next((" ".join(found) for name in names if (found := texts(self.fields.get(name)))), "")

    def closed(self, today: date) -> bool:
        """Whether no bid can be made any more on that day."""
        last = [each for each in (self.closes, self.first_close and self.first_close[1]) if each]
        return any(each.date() < today for each in last)


def read(row: Mapping[str, Any]) -> Notice:
    """The notice in one record; its id is ``id``, else ``bidNtceNo``. Raises NoticeError when it is none."""
    state = words().state
    number, title = _first(row, "bidNtceNo", "bfSpecRgstNo"), _first(row, "bidNtceNm", "prdctClsfcNoNm")
    told = _first(row, "id") or number
    if not told or not (title or row.get("text")):
        raise NoticeError(
            f"공고에는 id나 bidNtceNo, 그리고 bidNtceNm이나 text가 있어야 해요. 있는 칸: {sorted(row)[:8]}"
        )
    text = _TAGS.sub(" ", "\n".join(str(part) for part in _papers(row.get("text"))))[:LONGEST_TEXT]
    kind = _first(row, "ntceKindNm")
    marked = " ".join(re.findall(r"[\[(（<【][^\])）>】]{1,20}[\])）>】]|^\S{0,4}공고|\S{0,4}공고$", title))
    agency = " ".join(dict.fromkeys(texts([row.get(n) for n in ("dminsttNm", "dmndInsttNm", "ntceInsttNm")])))
    method = f"{_first(row, 'bidMethdNm')} {_first(row, 'cntrctCnclsMthdNm')}"
    return Notice(
        told, number or told, _order(row.get("bidNtceOrd")), title, agency, text, row,
        when(row.get("bidNtceDt") or row.get("bidNtceDate")), _closes(row, text), _first_close(row),
        when(row.get("bidQlfctRgstDt")), _budget(row, text),
        cancelled=bool(state.cancelled.search(f"{kind} {marked}")),
        corrected=bool(state.corrected.search(f"{kind} {marked}") or texts(row.get("chgNtceRsn"))),
        before=bool(state.before.search(f"{kind} {marked}")) or "bfSpecRgstNo" in row,
        contest=not (state.not_a_contest.search(method) or _first(row, "dsgntCmptYn").upper() == "Y"),
        joint=_joint(row, text),
    )  # fmt: skip


def newest(notices: Iterable[Notice]) -> list[Notice]:
    """Of every notice number the highest 차수, of a notice announced again the later number; in the order they came."""
    best: dict[str, Notice] = {}
    for one in notices:
        before = best.get(one.number)
        if before is None or _rank(one) >= _rank(before):
            best[one.number] = one
    gone: set[str] = set()
    twins: dict[tuple[str, str, int], Notice] = {}
    for one in best.values():
        same = (_plain(one.title), one.agency, one.budget or 0)
        other = twins.setdefault(same, one)
        for newer, older in ((one, other), (other, one)):
            if one.budget and _announces_again(newer, older):
                gone.add(older.number)
                twins[same] = newer
    return [one for one in best.values() if one.number not in gone]


def _rank(one: Notice) -> tuple[int, bool, datetime]:
    return one.order, one.cancelled, one.noticed or datetime.min  # noqa: DTZ901  only compared with its like


def _announces_again(one: Notice, before: Notice) -> bool:
    again = words().state.again.search(f"{one.title} {one.field('ntceKindNm')}") or one.field("reNtceYn").upper() == "Y"
    return bool(again and one.noticed and before.noticed and one.noticed > before.noticed)


def _plain(title: str) -> str:
    return re.sub(r"[\[(【][^\])】]{1,20}[\])】]|재\s?공고|\s+", "", title)


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((" ".join(found) for name in names if (found := texts(row.get(name)))), "")


def _papers(value: Any) -> list[str]:
    return [str(part) for part in value if part] if isinstance(value, list) else [str(value)] if value else []


def _order(value: Any) -> int:
    digits = re.sub(r"\D", "", str(value or ""))[:9]
    return int(digits) if digits else 0


def _closes(row: Mapping[str, Any], text: str) -> datetime | None:
    found = when(row.get("bidClseDt") or row.get("bidClseDate") or row.get("opninRgstClseDt"))
    if found is None:
        for match in words().state.deadline.finditer(text):
            dates = [made for part in re.split(r"~|부터", text[match.end() : match.end() + 60]) if (made := when(part))]
            if dates:
                return max(dates)
    return found or when(row.get("opengDt") or row.get("opengDate"))


def _first_close(row: Mapping[str, Any]) -> tuple[str, datetime] | None:
    found = [(name, made) for field, name in _FIRST_DATES.items() if (made := when(row.get(field)))]
    return min(found, key=lambda pair: pair[1], default=None)


def _budget(row: Mapping[str, Any], text: str) -> int | None:
    for name in ("asignBdgtAmt", "bdgtAmt", "bssamt"):
        if found := won(row.get(name)):
            return found
    if found := won(row.get("presmptPrce")):
        return round(found * VAT)
    for match in words().state.budget.finditer(text):
        after = re.sub(r"^[^\d]{0,15}", "", text[match.end() : match.end() + 60])
        if (found := won(after)) and found >= 100_000:
            return found
    return None


def _joint(row: Mapping[str, Any], text: str) -> bool | None:
    state = words().state
    told = _first(row, "cmmnSpldmdMethdNm") or next(
        (text[m.start() : m.end() + 25] for m in state.joint.finditer(text)), ""
    )
    if not told:
        return None
    return not state.no_joint.search(told) and bool(state.joint.search(told))
