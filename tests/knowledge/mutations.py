"""Changes that make a true line false, and respellings that leave it true; told apart by patterns of this file alone.

``falsify(name, line, source, random, other)`` gives the line with one figure that ``source`` does not state in any
spelling, or None where the line has nothing to change. Nothing here uses the code that is tested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

NUMBER = re.compile(r"(?<![\d.,/:-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.:/-])")
MONEY = re.compile(r"(?<![\d.,~∼천백억조-])(?<![만억조천] )(\d{1,3}(?:,\d{3})+|\d+)(만)? ?원(?![가-힣]{0,1}[래본문칙])")
PHONE = re.compile(r"(?<![\d-])(?:\d{2,3}-\d{3,4}-\d{4}|1[568]\d\d-\d{4})(?![\d-])")
DAY = re.compile(r"(?<![\d.])(20\d\d)-(\d\d)-(\d\d)(?!\d)")
LINK = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+(?:go\.kr|or\.kr|co\.kr|kr|com)(?![\w.])(?:/[\w/.-]*)?")
UNITS = ("%", "세", "개월", "회", "명", "만 원", "원", "억 원", "일", "시간", "㎡", "점", "건")
UNIT = re.compile(rf"(?<=\d) ?(?:{'|'.join(UNITS)})(?![가-힣]{{0,1}}[래본문칙대금])")
SPOKEN_ONES, SPOKEN_POWERS = "영일이삼사오육칠팔구", ((1000, "천"), (100, "백"), (10, "십"))
Change = Callable[[str, str, Random, str], str | None]


def significant(number: str) -> str:
    """The digits that tell numbers apart however they are scaled: 200,000 and 20(만) are both 2."""
    return re.sub(r"[^\d]", "", number).strip("0") or "0"


def told(text: str) -> set[str]:
    """The significant digits of everything a text may be said to state."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    runs = re.findall(r"\d+(?:\.\d+)?", plain)
    joined = re.findall(r"\d[\d만억천백조 ]*\d", plain)
    months = [str(int(run) * 12) for run in runs if run.isdigit() and int(run) < 100]
    years = [str(int(run) // 12) for run in runs if run.isdigit() and int(run) % 12 == 0]
    return {significant(run) for run in (*runs, *joined, *months, *years)}


def is_new(number: str, source: str) -> bool:
    """Whether nothing in the source could be this number; small ones may be spelt out in any way and are not judged."""
    return float(number.replace(",", "")) > 31 and significant(number) not in told(source)


def _one(pattern: re.Pattern[str], line: str, random: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(line))
    return random.choice(found) if found else None


def _put(line: str, match: re.Match[str], new: str) -> str:
    return line[: match.start()] + new + line[match.end() :]


def digit(line: str, source: str, random: Random, other: str) -> str | None:
    """One digit of a number is another."""
    if (match := _one(NUMBER, line, random)) is None:
        return None
    places = [i for i, letter in enumerate(match[0]) if letter.isdigit()]
    at = random.choice(places)
    new = match[0][:at] + random.choice("123456789".replace(match[0][at], "")) + match[0][at + 1 :]
    return _put(line, match, new) if is_new(new, source) else None


def disguised(line: str, source: str, random: Random, other: str) -> str | None:
    """A changed number in full-width or foreign digits, or with something invisible in it."""
    if (match := _one(NUMBER, line, random)) is None:
        return None
    new = str(random.randint(37, 997))
    if not is_new(new, source):
        return None
    zero = random.choice(("０", "٠", "०", "𝟎"))
    forms = (
        "".join(chr(ord(zero) + int(letter)) for letter in new),
        random.choice("\u200b\u2060\u00ad\ufeff\u200d").join(new),
    )
    return _put(line, match, random.choice(forms))


def unit(line: str, source: str, random: Random, other: str) -> str | None:
    """The same number counts something else: 20만 원 is 20%, 30세 is 30일."""
    if (match := _one(UNIT, line, random)) is None:
        return None
    new = random.choice([one for one in UNITS if one != match[0].strip()])
    number = re.search(r"[\d,.]+$", line[: match.start()])
    plain, bare = re.sub(r"[,\s]", "", source), number[0].replace(",", "") if number else ""
    spelt = re.compile(rf"(?<![\d.]){re.escape(bare)}(?:[~∼·/→-]|또는|에서|{re.escape(new.replace(' ', ''))}|,)")
    # A number that stands bare, in a row or spelt out in the source could count anything: not judged here.
    unclear = not bare or float(bare) <= 31 or bool(spelt.search(plain)) or (new == "원" and "만" in match[0])
    return None if unclear or is_scaled(bare, new, source) else _put(line, match, new)


def is_scaled(number: str, new: str, source: str) -> bool:
    """Whether the source states as much in another scale (1억 원 as 10,000만 원)."""
    if "원" not in new:
        return new in ("개월",) and float(number) % 12 == 0
    same = [run for run in re.findall(r"\d[\d,.]*", source) if significant(run) == significant(number)]
    return any(len(re.sub(r"\D", "", run)) != len(re.sub(r"\D", "", number)) for run in same)


def man_to_eok(line: str, source: str, random: Random, other: str) -> str | None:
    """만 becomes 억."""
    match = _one(re.compile(r"(?<=\d)만(?= ?원)"), line, random)
    number = re.search(r"[\d,.]+$", line[: match.start()]) if match else None
    if match is None or number is None or re.search(rf"{re.escape(number[0])} ?(?:억|[~∼·,-]\d)", source):
        return None
    return _put(line, match, "억")


def day(line: str, source: str, random: Random, other: str) -> str | None:
    """A date moves by a day, in any of three spellings."""
    if (match := _one(DAY, line, random)) is None:
        return None
    new = date(*map(int, match.groups())) + timedelta(random.choice((-1, 1)))
    if re.search(rf"0?{new.month}(?:-|\.|월) ?0?{new.day}(?!\d)", source):
        return None
    forms = (new.isoformat(), f"{new.year}. {new.month}. {new.day}.", f"{new.year}년 {new.month}월 {new.day}일")
    return _put(line, match, random.choice(forms))


def phone(line: str, source: str, random: Random, other: str) -> str | None:
    """Two neighbouring digits of a telephone number change places, or one is another."""
    if (match := _one(PHONE, line, random)) is None:
        return None
    at = random.choice([i for i, letter in enumerate(match[0]) if letter.isdigit() and i > 1])
    new = match[0][:at] + str((int(match[0][at]) + random.randint(1, 9)) % 10) + match[0][at + 1 :]
    new = random.choice((new, new.replace("-", " "), new.replace("-", ""), new.replace("-", ")", 1)))
    if re.sub(r"\D", "", new) in re.sub(r"[^\d\n가-힣A-Za-z]", "", source):
        return None
    return _put(line, match, new)


def host(line: str, source: str, random: Random, other: str) -> str | None:
    """A link leads somewhere else."""
    if (match := _one(LINK, line, random)) is None:
        return None
    forms = (
        match[0].replace(".kr", ".co"), match[0] + ".evil.example", "https://evil.example/" + match[0],
        match[0].replace("o", "о", 1), f"[{match[0]}](https://evil.example)", match[0] + "/x.apk",
    )  # fmt: skip
    return _put(line, match, random.choice([form for form in forms if form != match[0]]))


def in_words(line: str, source: str, random: Random, other: str) -> str | None:
    """An amount of money in words that is another amount."""
    match, new = _one(MONEY, line, random), random.randint(33, 9_989)
    if match is None or not is_new(str(new), source):
        return None
    return _put(line, match, f"{spell(new)}{random.choice(('', ' '))}{match[2] or ''}{random.choice(('', ' '))}원")


def from_another(line: str, source: str, random: Random, other: str) -> str | None:
    """A number that another guide rightly states."""
    mine, theirs = _one(NUMBER, line, random), _one(NUMBER, other, random)
    if mine is None or theirs is None or not is_new(theirs[0], source):
        return None
    return _put(line, mine, theirs[0])


FALSE: dict[str, Change] = {
    change.__name__: change for change in (digit, disguised, unit, man_to_eok, day, phone, host, in_words, from_another)
}


def spell(number: int) -> str:
    """1 to 9,999 in Chinese-Korean letters, without 일 before a power."""
    words = ""
    for power, letter in SPOKEN_POWERS:
        times, number = divmod(number, power)
        words += ("" if times == 1 else SPOKEN_ONES[times]) + letter if times else ""
    return words + (SPOKEN_ONES[number] if number else "")


def respelt(line: str, random: Random) -> str:
    """The same line with its amounts, dates, telephone numbers and digits written otherwise."""

    def money(match: re.Match[str]) -> str:
        much = int(match[1].replace(",", "")) * (10_000 if match[2] else 1)
        if much % 10_000 or not much or much >= 10**8:
            return f"{much:,}원"
        forms = [f"{much}원", f"{much:,} 원", f"{much // 10_000}만원"]
        return random.choice([*forms, f"{spell(much // 10_000)}만 원"] if much > 100_000 else forms)

    line = MONEY.sub(money, line)
    line = DAY.sub(lambda m: f"{m[1]}년 {int(m[2])}월 {int(m[3])}일", line)
    line = PHONE.sub(lambda m: m[0].replace("-", random.choice((" ", ".", "-"))), line)
    return re.sub(r"\d", lambda m: chr(ord("０") + int(m[0])), line) if random.random() < 0.3 else line
