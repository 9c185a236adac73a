"""What a person gives for a field, checked and brought into the form in which it is written down."""

from __future__ import annotations

import re
from datetime import date

from knowledge.documents.draft_data import FieldData

_DATE = re.compile(r"^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?$|^(\d{4})(\d{2})(\d{2})$")
_PHONE = re.compile(r"^\+?\d[\d\s()-]{6,18}\d$")
_UNITS = {"만": 10_000, "억": 100_000_000, "천": 1_000}


class ValueProblem(ValueError):
    """A value that does not fit its field; the text is a Korean sentence that names what fits."""


def checked(field: FieldData, value: object) -> str:
    """The value as it is written down; raises ValueProblem naming what would fit."""
    text = " ".join(str(value).split()) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not text:
        raise ValueProblem(f"{field.label}: 글이나 숫자여야 하고 비어 있으면 안 돼요.")
    return {
        "date": _date, "phone": _phone, "number": _number, "won": _won, "choice": _choice, "business_number": _business,
    }.get(field.kind, _text)(field, text)  # fmt: skip


def _text(field: FieldData, text: str) -> str:
    if len(text) > field.longest:
        raise ValueProblem(f"{field.label}: {field.longest}자까지 쓸 수 있어요(지금 {len(text)}자).")
    return text


def _date(field: FieldData, text: str) -> str:
    found = _DATE.match(text)
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
        given = date(year, month, day)
    except ValueError:
        given = None
    if given is None or given.year < 1900:
        raise ValueProblem(f"{field.label}: '{text[:30]}'은(는) 날짜가 아니에요. 2026-03-05처럼 적어 주세요.")
    return given.isoformat()


def _phone(field: FieldData, text: str) -> str:
    if not _PHONE.match(text):
        raise ValueProblem(f"{field.label}: '{text[:30]}'은(는) 전화번호가 아니에요. 010-0000-0000처럼 적어 주세요.")
    return text


def _number(field: FieldData, text: str) -> str:
    found = re.match(r"^(?:만\s?)?(\d{1,6})\s?(?:명|세|살|개월|달)?$", text)
    if not found or not field.least <= int(found[1]) <= field.most:
        raise ValueProblem(
            f"{field.label}: {field.least}에서 {field.most} 사이의 숫자로 알려 주세요(받은 값 '{text[:30]}')."
        )
    return str(int(found[1]))


def _won(field: FieldData, text: str) -> str:
    plain = text.replace(",", "").replace(" ", "").removesuffix("원")
    parts = re.findall(r"(\d+(?:\.\d+)?)([억만천]*)", plain)
    if not parts or "".join(number + unit for number, unit in parts) != plain or len(plain) > 20:
        raise ValueProblem(
            f"{field.label}: 금액을 알아듣지 못했어요. 500000이나 50만 원처럼 적어 주세요('{text[:30]}')."
        )
    total = 0.0
    for number, unit in parts:
        times = 1
        for letter in unit:
            times *= _UNITS[letter]
        total += float(number) * times
    if total > field.most:
        raise ValueProblem(f"{field.label}: 금액이 너무 커요('{text[:30]}').")
    return f"{round(total):,}원"


def _choice(field: FieldData, text: str) -> str:
    for value, said in field.choices.items():
        if text in (value, said):
            return said
    raise ValueProblem(f"{field.label}: {', '.join(field.choices.values())} 가운데 골라 주세요(받은 값 '{text[:30]}').")


def _business(field: FieldData, text: str) -> str:
    digits = re.sub(r"\D", "", text)
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    if len(digits) == 10:
        total = sum(int(d) * w for d, w in zip(digits[:9], weights, strict=True)) + int(digits[8]) * 5 // 10
        if (10 - total % 10) % 10 == int(digits[9]):
            return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
    raise ValueProblem(f"{field.label}: '{text[:30]}'은(는) 맞는 번호가 아니에요. 숫자 열 자리를 다시 확인해 주세요.")
