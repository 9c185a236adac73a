"""Who may bid: region, 업종, certificates and size, read from a notice's fields and the sentences of its papers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.bids.data import Qualification, named, squeeze, words
from knowledge.bids.firm import Size
from knowledge.bids.notice import Notice
from knowledge.bids.places import Place, found, of
from knowledge.bids.values import texts

SIZES: tuple[Size, ...] = ("소기업", "중기업", "중견", "대기업")
SENTENCES = re.compile(r"[\n\r;]|(?<=[가-힣)\]])\.\s*|(?=[○□◦※●▶①-⑳])")
_LAW = re.compile(r"「[^」]{1,60}」|중소기업(?:기본|제품|진흥|협동)\S*")
_NEAR = 45


@dataclass(frozen=True)
class Wanted:
    """Qualifications of which all, any, or (``every`` None: not told) one or all are wanted; ``raw`` as written."""

    names: tuple[Qualification, ...]
    every: bool | None
    raw: str


@dataclass(frozen=True)
class Limits:
    """What a notice asks of firms; an empty part is no limit unless ``*_unknown`` says that nothing can be told.

    ``regions`` holds alternatives of each statement; a firm must lie in one place of every statement.
    """

    regions: tuple[tuple[Place, ...], ...]
    region_unknown: bool
    licences: tuple[Wanted, ...]
    licence_unknown: bool
    certificates: tuple[Qualification, ...]
    sizes: frozenset[Size]
    limiting: frozenset[str]


def read(notice: Notice) -> Limits:
    """Read the limits of one notice; ``limiting`` are the sentences that were read as limits."""
    lines = [line for part in SENTENCES.split(unicodedata.normalize("NFKC", notice.text)) if (line := part.strip())]
    limiting: set[str] = set()
    regions, region_unknown = _regions(notice, lines, limiting)
    licences, certificates, licence_unknown = _qualifications(notice, lines, limiting)
    sizes = frozenset(SIZES)
    for line in [*lines, notice.title]:
        allowed = _sizes(line)
        if allowed is not None:
            limiting.add(line)
            sizes &= allowed
    return Limits(
        regions, region_unknown, licences, licence_unknown, certificates, sizes or frozenset(SIZES), frozenset(limiting)
    )


def _regions(notice: Notice, lines: list[str], limiting: set[str]) -> tuple[tuple[tuple[Place, ...], ...], bool]:
    rules, statements = words().region, []
    field = " ".join(texts([notice.fields.get(n) for n in ("prtcptPsblRgnNm", "prtcptLmtRgnNm")]))
    if places := of(field):
        statements.append(places)
    free = field.startswith("전국")
    for line in lines:
        if rules.none.search(line):
            free = True
            continue
        if not rules.wanted.search(line):
            continue
        near = [place for start, end, places in found(line) if _limits_at(line, start, end) for place in places]
        if not near and rules.own.search(line) and not rules.not_.search(line):
            near = list(of(notice.agency))
        if near:
            limiting.add(line)
            statements.append(tuple(dict.fromkeys(near)))
    flag = notice.field("rgnLmtYn").upper()
    unknown = not statements and not free and (flag == "Y" or (not flag and not notice.text))
    return tuple(dict.fromkeys(statements)), unknown


def _limits_at(line: str, start: int, end: int) -> bool:
    """Whether the place named there is one that firms must lie in."""
    rules = words().region
    around = line[max(0, start - _NEAR) : end + _NEAR]
    asks = rules.wanted.search(around) and rules.who.search(around)
    return bool(asks) and not rules.not_.search(line[max(0, start - 15) : end + 22])


def _qualifications(
    notice: Notice, lines: list[str], limiting: set[str]
) -> tuple[tuple[Wanted, ...], tuple[Qualification, ...], bool]:
    licences = list(_of_fields(notice))
    certificates: dict[str, Qualification] = {}
    rules = words().qualification
    for line in lines:
        if not rules.wanted.search(line):
            continue
        names = {n: one for n, one in named(line).items() if not rules.not_.search(_around(line, one))}
        certificates |= {n: one for n, one in names.items() if one.kind == "certificate"}
        wanted = tuple(one for one in names.values() if one.kind == "licence")
        if names:
            limiting.add(line)
        if wanted:
            every = False if rules.any.search(line) else True if len(wanted) == 1 or rules.all.search(line) else None
            licences.append(Wanted(wanted, every, ", ".join(one.name for one in wanted)))
    unknown = not licences and notice.field("indstrytyLmtYn").upper() == "Y"
    return tuple(dict.fromkeys(licences)), tuple(certificates.values()), unknown


def _of_fields(notice: Notice) -> Iterator[Wanted]:
    alternatives = " ".join(texts(notice.fields.get("permsnIndstrytyList")))
    for raw in texts(notice.fields.get("lcnsLmtNm")):
        parts = [part.strip(" []") for part in re.split(r"[,;|^]|\s및\s", f"{raw},{alternatives}") if part.strip(" []")]
        known = tuple(
            next(iter(named(part).values()), None)
            or Qualification(name=part.split("/")[0], code=_code(part), say=(part,))
            for part in parts
        )
        every = False if alternatives or words().qualification.any.search(raw) else True if len(known) == 1 else None
        if known:
            yield Wanted(known, every, ", ".join(part.split("/")[0] for part in parts))


def _code(part: str) -> str | None:
    code = re.search(r"(?<!\d)(\d{4})(?!\d)", part)
    return code[1] if code else None


def _around(line: str, one: Qualification) -> str:
    """The words near where the line names it; the whole line when that cannot be told."""
    flat = squeeze(line)
    for say in one.say:
        at = flat.find(squeeze(say))
        if at >= 0:
            return flat[max(0, at - 8) : at + len(say) + 22]
    return flat


def _sizes(line: str) -> frozenset[Size] | None:
    """The sizes a sentence leaves, None when it limits none."""
    rules, found_limits, line = words().size, [], _LAW.sub("", line)
    if rules.mid_too.search(line) and not rules.not_.search(line):
        return frozenset(SIZES[:2])
    for kind, allowed in ((rules.medium, SIZES[:2]), (rules.small, SIZES[:1])):
        for match in kind.finditer(line):
            near = line[max(0, match.start() - 25) : match.end() + 40]
            if rules.wanted.search(near) and not rules.not_.search(near):
                found_limits.append(frozenset(allowed))
        if found_limits:  # "중소기업 또는 소상공인" limits to both
            return found_limits[0]
    for match in rules.large.finditer(line):
        near = line[match.start() : match.end() + 45]
        if rules.closed.search(near) and not rules.not_.search(near.replace("상호출자제한", "")):
            return frozenset(SIZES[:3])
    return None
