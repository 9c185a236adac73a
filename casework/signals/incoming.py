"""One signal as it arrives from a file or a call, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from casework.privacy.mask import mask
from casework.signals.address import Address, AddressError, parse
from casework.signals.rules import Rules

SEOUL = ZoneInfo("Asia/Seoul")
FIELDS = ("kind", "happened_on", "address", "lot_address", "months", "ref")
_DAY = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})\.?")
_REF = re.compile(r"[0-9A-Za-z가-힣._-]{0,40}")
_SOURCE = re.compile(r"[0-9A-Za-z가-힣 ._()-]{1,80}")
MOST_MONTHS = 240


class SignalError(ValueError):
    """A signal that cannot be taken: ``field`` and a Korean text that names the bad value and what is allowed."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field, self.text = field, text


@dataclass(frozen=True)
class Incoming:
    """A checked signal with one or two spellings of one door."""

    kind: str
    happened_on: date
    addresses: tuple[Address, ...]
    months: int | None
    ref: str


@dataclass(frozen=True)
class Sender:
    """Who sends a batch and on which ground in law; ``via`` is file or api."""

    source: str
    basis: str
    via: str


def sender_of(source: str, basis: str, via: str, rules: Rules) -> Sender:
    """The sender, checked; SignalError names what is allowed."""
    name = source.strip()
    if not _SOURCE.fullmatch(name) or mask(name).found:
        raise SignalError("source", "보낸 기관의 이름이 필요해요(한글·영문·숫자 1~80자)")
    if basis not in rules.bases:
        raise SignalError("basis", f"모르는 근거예요: {basis[:40]!r} (쓸 수 있는 값: {', '.join(rules.bases)})")
    return Sender(name, basis, via)


def check(row: Mapping[str, object], basis: str, now: datetime, rules: Rules) -> Incoming:
    """Turn one row into a signal; SignalError for the first thing wrong with it. An address is never repeated."""
    unknown = [name for name in row if name not in FIELDS]
    if unknown:
        raise SignalError(unknown[0][:40], f"모르는 항목이에요(쓸 수 있는 항목: {', '.join(FIELDS)})")
    kind = _kind(row, rules)
    if rules.kinds[kind].sensitive and not rules.bases[basis].sensitive:
        allowed = ", ".join(name for name, one in rules.bases.items() if one.sensitive)
        raise SignalError(
            "kind", f"{rules.kinds[kind].label}은(는) 민감정보라 근거 {basis}로 받을 수 없어요({allowed})"
        )
    day = _day(row, now, rules)
    return Incoming(kind, day, _addresses(row), _months(row), _ref(row))


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise SignalError(name, "글자여야 해요")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise SignalError(name, "글자가 깨져 있어요(UTF-8이나 CP949여야 해요)")
    return value.replace("\x00", "").strip()


def _kind(row: Mapping[str, object], rules: Rules) -> str:
    given = _text(row, "kind")
    kind = rules.kind_named(given)
    if kind is None:
        shown, names = mask(given[:40]).text, [*rules.kinds, *(one.label for one in rules.kinds.values())]
        near = get_close_matches(given[:40], names, 3, 0.5)
        hint = f"혹시 {', '.join(near)}? " if near else ""
        raise SignalError(
            "kind", f"모르는 종류예요: {shown!r}. {hint}쓸 수 있는 종류는 'ieum signals kinds'가 보여 줘요"
        )
    return kind


def _day(row: Mapping[str, object], now: datetime, rules: Rules) -> date:
    given = _text(row, "happened_on")
    found = _DAY.fullmatch(given) if given.isascii() else None
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise SignalError("happened_on", f"날짜가 아니에요: {mask(given[:20]).text!r} (2026-03-02처럼 적어 주세요)")
    today = now.astimezone(SEOUL).date()
    if day > today:
        raise SignalError("happened_on", f"아직 오지 않은 날이에요: {day} (오늘은 {today})")
    oldest = today - timedelta(days=rules.retention.keep_days)
    if day < oldest:
        raise SignalError("happened_on", f"너무 오래됐어요: {day} ({oldest} 뒤의 신호만 받아요)")
    return day


def _addresses(row: Mapping[str, object]) -> tuple[Address, ...]:
    found: list[Address] = []
    for name in ("address", "lot_address"):
        if given := _text(row, name):
            try:
                found.append(parse(given))
            except AddressError as error:
                raise SignalError(name, str(error)) from error
    if not found:
        raise SignalError("address", "주소가 없어요")
    units = {one.unit for one in found}
    if len({(one.region.province, one.region.county) for one in found}) > 1 or len(units - {""}) > 1:
        raise SignalError("lot_address", "두 주소가 다른 곳을 가리켜요")
    return tuple(found)


def _months(row: Mapping[str, object]) -> int | None:
    given = _text(row, "months")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 4 or not 1 <= int(given) <= MOST_MONTHS:
        raise SignalError("months", f"1에서 {MOST_MONTHS}까지의 수여야 해요: {mask(given[:20]).text!r}")
    return int(given)


def _ref(row: Mapping[str, object]) -> str:
    given = _text(row, "ref")
    if not _REF.fullmatch(given):
        raise SignalError("ref", "한글·영문·숫자와 . _ - 로 40자까지예요")
    if mask(given).found:
        raise SignalError("ref", "주민등록번호 같은 번호는 받을 수 없어요. 기관의 관리번호를 적어 주세요")
    return given
