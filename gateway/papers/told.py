"""What the forms of papers and drafts let a person choose, and the profile that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from connectors.web.problem import Problem, describe
from knowledge.documents.conditions import rules
from knowledge.documents.papers import papers
from knowledge.eligibility.profile import Employment, Housing, Profile

WORK = {
    "employed": "회사에 다녀요", "unemployed": "일을 쉬거나 찾고 있어요", "student": "학생이에요",
    "self_employed": "가게나 사업을 해요", "soldier": "군 복무 중이에요", "farmer": "농사를 지어요",
}  # fmt: skip
SELECTS = (
    ("employment", "하는 일", tuple((value, WORK[value]) for value in get_args(Employment))),
    ("housing", "사는 집", tuple((value, value) for value in get_args(Housing))),
)


def tags() -> tuple[str, ...]:
    """The household tags that decide anything about papers."""
    settled = [*(one.settle for one in rules().conditions if one.settle), *(one.settle for one in rules().extras)]
    named = [tag for settle in settled if settle.field == "household" for tag in (*settle.holds, *settle.fails)]
    return tuple(dict.fromkeys([*named, *(tag for paper in papers().papers for tag in paper.holds)]))


def profile_of(fields: Mapping[str, str]) -> Profile:
    """The profile a form tells; Problem 422 names a value that is none of the offered."""
    chosen = [value for name, value in fields.items() if name.startswith("tag")]
    told: dict[str, Any] = {name: fields.get(name) or None for name, _, _ in SELECTS}
    if chosen or fields.get("none"):
        told["household"] = chosen
    strange = set(chosen) - set(tags())
    if strange:
        raise Problem(422, "invalid_field", f"고를 수 없는 값이에요: {sorted(strange)[0][:40]}")
    try:
        return Profile(**told)
    except ValidationError as error:
        raise Problem(
            422, "invalid_field", describe(error.errors(), {"employment": "하는 일", "housing": "사는 집"})
        ) from None
