"""A condition as a Korean sentence, as an editor and a citizen read it."""

from __future__ import annotations

from knowledge.eligibility.condition import Condition
from knowledge.eligibility.leaves import data

LABELS = {
    "age": "나이", "region": "사는 곳", "income": "소득", "recognised": "소득인정액", "year_won": "연소득",
    "month_won": "월 소득인정액", "urban": "소득", "assets": "재산", "home": "집", "tag": "가구", "size": "식구 수",
    "work": "하는 일", "housing": "사는 집", "rent": "월세", "child": "아이", "ask": "확인할 것",
}  # fmt: skip


def won(amount: int) -> str:
    """An amount as people write it: 1억 2,200만 원."""
    high, low = divmod(amount // 10_000, 10_000)
    parts = [f"{high}억"] if high else []
    if low:
        parts.append(f"{low:,}만")
    return " ".join(parts) + " 원" if parts and amount % 10_000 == 0 else f"{amount:,}원"


def label(condition: Condition) -> str:
    """What the condition is about, in a word or two; a household tag by its name."""
    if condition.kind == "tag":
        return "혼자 사는 집" if condition.tag == "1인가구" else str(condition.tag)
    if condition.kind in LABELS:
        return LABELS[condition.kind]
    if condition.kind == "not":
        return label(condition.parts[0])
    asked = LABELS["ask"]
    names = [name for name in dict.fromkeys(label(part) for part in condition.parts) if name != asked] or [asked]
    return (" 또는 " if condition.kind == "any" else "·").join(names)


def sentence(condition: Condition) -> str:
    """The condition in words; groups in brackets only where one stands in another."""
    if condition.kind == "not":
        return f"‘{sentence(condition.parts[0])}’에 해당하지 않음"
    if condition.parts:
        between = " 또는 " if condition.kind == "any" else " 그리고 "
        return between.join(f"({sentence(p)})" if len(p.parts) > 1 else sentence(p) for p in condition.parts)
    return _leaf(condition)


def _leaf(condition: Condition) -> str:
    kind, limit = condition.kind, "미만" if condition.under else "이하"
    if kind == "age":
        return _ages(condition.age or ())
    if kind == "region":
        return f"{'·'.join(condition.region or ())}에 삶"
    if kind in ("income", "recognised"):
        name = "소득" if kind == "income" else "소득인정액"
        return f"가구 {name} 기준 중위소득 {condition.value(kind):g}% 이하"
    if kind in ("year_won", "month_won"):
        who = "부부합산 " if condition.whose == "couple" else ""
        return f"{who}{LABELS[kind]} {won(condition.value(kind))} {limit}"
    if kind == "urban":
        return _urban(condition)
    if kind in ("assets", "rent"):
        return f"{LABELS[kind]} {won(condition.value(kind))} {limit}"
    return _plain(condition)


def _plain(condition: Condition) -> str:
    if condition.kind == "work":
        return " 또는 ".join(data()["work"][one]["name"] for one in condition.work or ())
    if condition.kind == "housing":
        return f"{'·'.join(condition.housing or ())}에 삶"
    if condition.kind == "child":
        return f"아이가 있음({condition.says})"
    if condition.kind == "size":
        low, high = condition.size or (None, None)
        return f"식구 {low}명" if low == high else f"식구 {low or 1}명 이상" if high is None else f"식구 {high}명 이하"
    return str(condition.value(condition.kind))


def _ages(age: tuple[int | None, ...]) -> str:
    low, high, *extended = age
    if low == high:
        text = f"만 {low}세"
    else:
        text = f"만 {low}세 이상" if high is None else f"만 {high}세 이하" if low is None else f"만 {low}~{high}세"
    return f"{text}(군 복무 기간만큼 늘어 길게는 만 {extended[0]}세)" if extended else text


def _urban(condition: Condition) -> str:
    one, two, more = condition.urban or (0, 0, 0)
    extra = f"(1인 {one:g}%, 2인 {two:g}%)" if (one, two) != (more, more) else ""
    who = "본인 소득 " if condition.whose == "own" else "가구 소득 "
    return f"{who}도시근로자 월평균의 {more:g}% 이하{extra}"
