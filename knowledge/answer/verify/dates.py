"""Dates and times of day: 2026-05-29, 2026. 5. 29. and 2026년 5월 29일 are one; a part of a stated date is stated."""

from __future__ import annotations

import re

Date = tuple[int | None, int | None, int | None]
"""Year, month, day; None where not told."""

_Y, _M, _D = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_FREE = r"(?<![\d.,])(?<!\d-)"
DAYS = tuple(
    re.compile(_FREE + pattern)
    for pattern in (
        rf"{_Y}\s?[-./]\s?{_M}\s?[-./]\s?{_D}(?!\d)\.?",
        rf"{_Y}\s?년\s?{_M}\s?월(?:\s?{_D}\s?일)?",
        rf"{_Y}(?:[-/]|\.\s?){_M}(?!\s?[\d%가-힣-]|\.\d)\.?",
        rf"{_Y}-{_M}(?![\d%-]|\.\d)",
        rf"'?(?P<s>\d\d)\.\s?{_M}\.\s?{_D}(?!\d)\.?",
        rf"{_M}\s?월\s?{_D}\s?일",
        rf"{_M}\s?[./]\s?{_D}\.?\s?\(\s?[월화수목금토일]\s?\)",
        r"(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d|-\d|\s?(?:[%세일개명회만원억시년점위인주분]))",
        rf"{_M}\s?월",
        rf"'?{_Y}\s?(?:학?년도?)(?!\s?(?:간|동안|이상|이내|차))",
        r"(?:'(?P<s>\d\d)\s?년도?|(?P<z>[2-9]\d)년(?=도|\s?(?:기준|이후|이전|부터|[1-9]\d?\s?월)))",
    )
)
_TAIL = re.compile(
    rf"(?:\s?\([월화수목금토일]\))?\s?(?:~|-|부터|에서)\s?"
    rf"(?:{_M}(?:\s?[./-]\s?{_D}(?![\d%])\.?|\s?월\s?(?P<e>3[01]|[12]\d|0?[1-9])\s?일)|(?P<f>3[01]|[12]\d|0?[1-9])\s?일)"
)
_CLOCK = re.compile(
    r"(?P<half>오전|오후|저녁|새벽|아침|밤|낮)?\s?(?<![\d:.,])"
    r"(?:(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?!\d)"
    r"|(?P<from>[01]?\d|2[0-4])(?=\s?[~-]\s?\d{1,2}\s?시(?!간|군|도))"
    r"|(?P<hour>[01]?\d|2[0-4])\s?시(?!간|군|도|·|설|행|작|험|장|급|청|민)"
    r"(?:\s?(?P<minute>[0-5]?\d)\s?분|\s?(?P<thirty>반))?)"
)


def dates(text: str) -> tuple[list[tuple[str, Date]], str]:
    """Every date of the folded text as written and as numbers, and the text without them.

    The second day of a range has the first one's year, and its month if it tells none.
    """
    found: list[tuple[str, Date]] = []
    for pattern in DAYS:
        while match := pattern.search(text):
            part = {name: int(told) for name, told in match.groupdict().items() if told}
            short = part.get("s") or part.get("z")
            year = part.get("y") or ((1900 if short > 50 else 2000) + short if short else None)
            found.append((match.group(), (year, part.get("m"), part.get("d"))))
            end = match.end()
            if part.get("d") and (tail := _TAIL.match(text, end)):
                day = int(tail["d"] or tail["e"] or tail["f"])
                found.append((tail.group(), (year, int(tail["m"] or part["m"]), day)))
                end = tail.end()
            text = f"{text[: match.start()]} ; {text[end:]}"
    return found, text


def clock_times(text: str) -> tuple[list[tuple[str, int]], str]:
    """Every time of day in the folded text, as written and as minutes after midnight, and the text without them."""
    found = [(match.group().strip(), _minutes(match)) for match in _CLOCK.finditer(text)]
    return found, _CLOCK.sub(" ; ", text)


def _minutes(match: re.Match[str]) -> int:
    hour = int(match["h"] or match["from"] or match["hour"])
    late = match["half"] in ("오후", "저녁", "밤") or (match["half"] == "낮" and hour < 6)
    hour += 12 if late and hour < 12 else 0
    return 60 * hour + int(match["min"] or match["minute"] or (30 if match["thirty"] else 0))
