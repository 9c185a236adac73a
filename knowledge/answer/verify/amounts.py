"""Amounts: numerals with what they count, what bounds them and what they are per."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from knowledge.answer.verify.numerals import SPELT, WELL_FORMED, WRITTEN, native, scale, value
from knowledge.answer.verify.words import words

BARE = "bare"
_JOINED = re.compile(r"\s?(?:~|->?|→|·|,|/|또는|및|이나|과|와|에서|부터)\s?(?:만\s)?$")
_RANGE = re.compile(r"\s?(?:~|-|에서|부터)\s?(?:만\s)?$")
_GLUED = re.compile(
    rf"(?!(?:{words().particles}|이|인|라|든|및|또|여|씩|당|쯤|정도|대)(?:[^가-힣]|$)|{words().particles})[가-힣]"
)
"""A letter right behind a number that is no particle: whatever it counts, nothing else counts the same."""
_LATIN = re.compile(r"[A-Za-zμ]+")
_RATIO = re.compile(r"(?<![\d.])(\d+)\s?분의\s?(\d+)")
_SLASHED = re.compile(r"(?<![\d./])(\d{1,4})/(\d{1,4})(?![\d./])")
_NEVER_ALONE = {"만": ("money", "persons", "cases", "households", "home"), "조": (), "공": (), "영": ("percent",)}


@dataclass(frozen=True)
class Amount:
    """How much of what; ``weak``: a manner of speaking that supports a figure but is none itself (한 번)."""

    kind: str
    value: Decimal
    text: str
    per: str | None = None
    bound: str | None = None
    weak: bool = False
    at: int = 0
    end: int = 0


def amounts(text: str) -> list[Amount]:
    """Every amount of the folded text, dates, phones and links taken out before."""
    ratios = [_ratio(m[2], m[1], m.group()) for m in _RATIO.finditer(text) if int(m[1])]
    text = _RATIO.sub(" ; ", text)
    ratios += [_ratio(m[1], m[2], m.group()) for m in _SLASHED.finditer(text) if int(m[2])]
    written = _inherited(list(_written(text)), text)
    taken = [(a.at, a.end) for a in written]
    spelt = [a for a in (*_spelt(text), *_native(text)) if not any(at < a.end and a.at < end for at, end in taken)]
    return [*ratios, *written, *spelt, *_single(text), *_stated_per(text)]


def _ratio(part: str, whole: str, text: str) -> Amount:
    if int(whole) == 100:
        return Amount("percent", Decimal(part), text)
    return Amount("ratio", Decimal(part) / Decimal(whole), text)


def _written(text: str) -> Iterator[Amount]:
    done = 0
    for match in WRITTEN.finditer(text):
        if match.start() < done:  # the 2 of m2
            continue
        unit = words().unit_at(text, match.end())
        kind, factor, end = unit or (BARE, 1, match.end())
        if unit is None and (latin := _LATIN.match(text, match.end())):
            kind, end = latin.group().lower(), latin.end()
        elif unit is None and (glued := _GLUED.match(text, match.end())):
            kind = f"?{glued.group()}"
        if text[: match.start()].endswith(("₩", "\\")):
            kind = "money"
        elif text[: match.start()].endswith(("$", "€", "¥")):
            kind = "dollar"
        done = end
        yield _told(kind, value(match.group()) * factor, text, match.start(), end)


def _told(kind: str, much: Decimal, text: str, at: int, end: int, weak: bool = False) -> Amount:
    before, after = text[max(0, at - 24) : at], text[end : end + 8]
    return Amount(kind, much, text[at:end].strip(), _per(before, kind), _bound(before, after), weak, at, end)


def _inherited(found: list[Amount], text: str) -> list[Amount]:
    """19~34세: the first of the two counts what the second counts, and is its lower end."""
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        between = text[one.end : other.at]
        if not _JOINED.fullmatch(between):
            continue
        ranged = bool(_RANGE.fullmatch(between))
        if one.kind == BARE and other.kind != BARE:
            numeral = WRITTEN.match(text, other.at)
            size = scale(numeral.group()) if numeral and scale(one.text) == 1 and one.value < 1_000 else 1
            one = replace(one, kind=other.kind, value=one.value * size, bound=None)
        if ranged and one.kind == other.kind:
            found[i] = replace(one, bound=one.bound or "ge")
            found[i + 1] = replace(other, bound=other.bound or "le", per=other.per or one.per)
        else:
            found[i] = one
    return found


def _per(before: str, kind: str) -> str | None:
    if kind not in ("money", "times", "percent", "hours"):
        return None
    return next((name for name, pattern in _pers() if pattern.search(before)), None)


@lru_cache
def _pers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    between = words().between_per_and_amount
    return tuple((k, re.compile(rf"(?<![가-힣\d])(?:{p}){between}$")) for k, p in words().per.items())


def _bound(before: str, after: str) -> str | None:
    for name, pattern in words().bounds_after.items():
        if re.match(rf"\s?(?:{pattern})", after):
            return name
    return next((n for n, p in words().bounds_before.items() if re.search(rf"(?:{p})\s?$", before)), None)


def _spelt(text: str) -> Iterator[Amount]:
    for match in SPELT.finditer(text):
        numeral, at = match.group(), match.start()
        if numeral.strip("십백천만억조") and len(numeral) == 1 and not _alone(text, match):
            continue
        if not WELL_FORMED.fullmatch(numeral.replace(" ", "")):
            continue
        inside = at > 0 and "가" <= text[at - 1] <= "힣"
        unit = words().unit_at(text, match.end())
        if unit is None or (inside and len(numeral) < 2):
            continue
        if numeral in _NEVER_ALONE and unit[0] not in _NEVER_ALONE[numeral]:
            continue
        yield _told(unit[0], value(numeral) * unit[1], text, at, unit[2])


def _alone(text: str, match: re.Match[str]) -> bool:
    blank = text[match.end() : match.end() + 1] == " "
    if match.group() == "이" and blank:  # "이 년" is this one, not two
        return False
    return bool(re.match(rf"\s?(?:{words().after_one_syllable})", text[match.end() :]))


def _native(text: str) -> Iterator[Amount]:
    data = words()
    for match in _natives().finditer(text):
        much = 20 if match["twenty"] is not None else data.tens.get(match["tens"] or "", 0)
        much += data.ones.get(match["ones"] or match["only"] or "", 0)
        for kind, pattern in data.counted.items():
            if unit := re.compile(pattern).match(text, match.end()):
                weak = much == 1 and kind not in data.one_is_told
                whole = ("months", much * 12) if kind == "years" else (kind, much)
                yield _told(whole[0], Decimal(whole[1]), text, match.start(), unit.end(), weak)
                break


@lru_cache
def _natives() -> re.Pattern[str]:
    return native()


def _single(text: str) -> Iterator[Amount]:
    for pattern, (kind, much, weak) in words().words.items():
        for match in re.finditer(rf"(?<![가-힣])(?:{pattern})", text):
            yield Amount(kind, Decimal(much), match.group(), weak=weak)


def _stated_per(text: str) -> Iterator[Amount]:
    """매월 supports 한 달에, as 연 supports 1년에; neither is a figure itself."""
    same = {
        "month": ("months", 1),
        "year": ("months", 12),
        "day": ("days", 1),
        "week": ("weeks", 1),
        "time": ("times", 1),
    }
    for name, pattern in words().per.items():
        if name in same and re.search(rf"(?<![가-힣\d])(?:{pattern})(?=\s|\s?\d)", text):
            yield Amount(same[name][0], Decimal(same[name][1]), name, weak=True)
