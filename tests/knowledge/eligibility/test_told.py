"""Free words as facts: what is said, and nothing that is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.eligibility.profile import Profile
from knowledge.eligibility.told import told

SAID: list[tuple[str, dict[str, Any]]] = [
    ("스물일곱이고 관악구 원룸 살아요, 알바해요",
     {"age": 27, "region": "서울특별시 관악구", "employment": "employed", "housing": "월세"}),
    ("만 34세 무직이고 무주택이에요", {"age": 34, "employment": "unemployed", "homeless_owner": "무주택"}),
    ("68살이고 부산에서 혼자 살아요", {"age": 68, "region": "부산광역시", "household": ["1인가구"]}),
    ("서른둘, 아이가 둘이고 전세예요", {"age": 32, "household": ["다자녀"], "housing": "전세"}),
    ("월세 35만원 내고 재산 5천만원이에요", {"housing": "월세", "monthly_rent_won": 350_000, "assets_won": 50_000_000}),
    ("재산은 1억 2,200만 원", {"assets_won": 122_000_000}),
    ("중위소득 48%예요", {"income_median_pct": 48.0}),
    ("4인 가구예요", {"household_size": 4}),
    ("기초수급자 아니에요", {}),
    ("장애인이고 차상위예요", {"household": ["장애인", "차상위"]}),
    ("예비신혼부부예요", {"household": ["예비신혼부부"]}),
    ("대학생이에요", {"employment": "student"}),
    ("농사지어요", {"employment": "farmer"}),
    ("수원시 살아요", {"region": "경기도 수원시"}),
    ("해당 없어요", {"household": []}),
    ("안녕하세요", {}),
    ("모르겠어요", {}),
    ("청년 지원 뭐 있어요?", {}),
    ("300살", {}),
    ("3세대가 사는 집", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_what_a_sentence_tells(text: str, expected: dict[str, Any]):
    assert told(text) == expected


@given(st.text(max_size=200) | st.lists(st.sampled_from([text for text, _ in SAID]), max_size=4).map(" ".join))
def test_whatever_is_said_becomes_a_profile(text: str):
    Profile.model_validate(told(text))
