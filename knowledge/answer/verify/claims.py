"""Claims: everything in a text that a source must state, and whether a source's claims support another's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from knowledge.answer.verify.amounts import BARE, Amount, amounts
from knowledge.answer.verify.dates import Date, clock_times, dates
from knowledge.answer.verify.fold import fold
from knowledge.answer.verify.links import forms, links, without
from knowledge.answer.verify.phones import LONG, SHORT, SPOKEN, digits, is_called, spoken

_SCALED = 10_000
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Claims:
    """What a text states: amounts, dates, times of day, telephone numbers and links, each with how it is written."""

    amounts: list[Amount] = field(default_factory=list)
    dates: list[tuple[str, Date]] = field(default_factory=list)
    clock: list[tuple[str, int]] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    links: set[str] = field(default_factory=set)


@lru_cache(maxsize=4_096)
def claims(text: str) -> Claims:
    """The claims of a text, read line by line."""
    whole = Claims(links=links(text))
    for line in without(fold(text)).split("\n"):
        _read(line, whole)
    return whole


def _read(line: str, into: Claims) -> None:
    line = re.sub(r"[ \t]+", " ", line)
    # A date is no telephone number, and a telephone number written with dots is no date.
    found, line = dates(line)
    into.dates += found
    into.phones += [(m.group().strip(), digits(m.group())) for m in LONG.finditer(line)]
    into.phones += [(m.group().strip(), spoken(m.group())) for m in SPOKEN.finditer(line)]
    line = SPOKEN.sub(" ; ", LONG.sub(" ; ", line))
    times, line = clock_times(line)
    into.clock += times
    into.amounts += [_call(amount, line) for amount in amounts(line)]


def _call(amount: Amount, line: str) -> Amount:
    """A short number that is called: 129번으로, 전화 109."""
    if not SHORT.fullmatch(amount.text.removesuffix("번").strip()) or amount.kind not in (BARE, "times"):
        return amount
    called = amount.kind == "times" or is_called(line, amount.at)
    return Amount("call" if called else BARE, amount.value, amount.text)


class Support:
    """What one or several sources state together, ready to be asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._amounts: defaultdict[tuple[str, Hashable], list[Amount]] = defaultdict(list)
        self._dates: set[Date] = set()
        self._clock: set[int] = set()
        self._phones: set[str] = set()
        self._links: set[str] = set()
        for text in texts:
            self._take(claims(text))

    def _take(self, stated: Claims) -> None:
        for amount in stated.amounts:
            self._amounts[amount.kind, amount.value].append(amount)
            self._amounts["any", amount.value].append(amount)
            if amount.kind == BARE and amount.value >= _SCALED and not amount.text.isdigit():
                self._amounts["money", amount.value].append(amount)  # 보증금 5천만·월세 70만 원
            if amount.kind == BARE and _YEAR.fullmatch(amount.text):
                self._dates.add((int(amount.text), None, None))
        self._dates.update(date for _, date in stated.dates)
        self._clock.update(minutes for _, minutes in stated.clock)
        self._phones.update(number for _, number in stated.phones)
        self._links.update(form for link in stated.links for form in forms(link))

    def lacks(self, text: str) -> set[str]:
        """What ``text`` states and the sources do not, as ``text`` writes it."""
        told = claims(text)
        lacking = {a.text for a in told.amounts if not a.weak and not self._states(a)}
        lacking |= {written for written, date in told.dates if not any(_part_of(date, known) for known in self._dates)}
        lacking |= {written for written, minutes in told.clock if minutes not in self._clock}
        lacking |= {written for written, number in told.phones if not self._is_phone(number)}
        return lacking | {link for link in told.links if self._links.isdisjoint(forms(link))}

    def _is_phone(self, number: str) -> bool:
        """A short code stands in a source as a number that counts nothing."""
        if number in self._phones:
            return True
        return bool(SHORT.fullmatch(number)) and any(
            self._amounts.get((kind, Decimal(number))) for kind in (BARE, "call", "times")
        )

    def _states(self, told: Amount) -> bool:
        stated = self._amounts.get((told.kind, told.value), [])
        if told.kind in (BARE, "call") and SHORT.fullmatch(str(told.value)):
            return self._is_phone(str(told.value))
        if told.kind == BARE:
            return bool(self._amounts.get(("any", told.value))) or any(year == told.value for year, _, _ in self._dates)
        pers, bounds = {a.per for a in stated if a.per}, {a.bound for a in stated if a.bound}
        return bool(stated) and _one_of(told.per, pers) and _one_of(told.bound, bounds)


def _one_of(told: str | None, stated: set[str]) -> bool:
    """Whether a per or a bound is stated; where no source tells any, the amount alone decides."""
    return told is None or not stated or told in stated


def _part_of(told: Date, known: Date) -> bool:
    return all(part is None or part == whole for part, whole in zip(told, known, strict=True))
