"""What is wrong with a text, every problem in Korean; whatever is sent, an answer comes soon."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalog import Catalog
from knowledge.revisions.problems import LONGEST, problems, read
from tests.knowledge import guides

CATALOG = Catalog([guides.guide()])
BOMB = "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(12))
BAD = {
    "empty": ("  \n", "비어 있어요"),
    "no front matter": ("안녕하세요", "머리말"),
    "broken yaml": ("---\na: [1\n---\n\n## 한눈에\nx\n", "머리말 3번째 줄"),
    "a list": ("---\n- a\n---\n\n## 한눈에\nx\n", "'이름: 값' 꼴"),
    "a bomb": (f"---\na: &a [x]\n{BOMB}\n---\n\n## 한눈에\nx\n", "되부르기"),
    "nested": ("---\na: " + "[" * 5_000 + "\n---\n\nx", "되부르기"),
    "too long": ("가" * (LONGEST + 1), "너무 길어요"),
    "unknown field": (guides.text(price=3), "price: 안내에 없는 칸"),
    "missing field": (guides.text(summary=None), "summary: 꼭 있어야"),
    "unknown domain": (guides.text(domain="space"), "domain: 정해진 값 가운데 하나"),
    "bad date": (guides.text(valid_until="내년"), "valid_until: 2026-11-22처럼"),
    "bad age": (guides.text(eligibility={"age_min": -1}), "eligibility.age_min: 0 이상"),
    "unknown section": (guides.text({"한눈에": "x", "인사": "안녕"}), "모르는 절"),
    "sections out of order": (guides.text({"대상": "x", "한눈에": "y"}), "차례"),
    "empty section": (guides.text({"한눈에": "x", "대상": ""}), "비어 있는 절이에요. 쓰거나 지워 주세요: 대상"),
    "twice": (guides.text() + "## 대상\n다시\n", "두 번 나와요: 대상"),
    "strange figure": (guides.text({"한눈에": "한 달에 77만 원을 줘요."}), "머리말에 없는"),
    "another id": (guides.text(id="sun-voucher"), "id는 바꿀 수 없어요"),
    "another domain": (guides.text(domain="youth"), "domain이 welfare여야"),
    "dead link": (guides.text(see_also=["nowhere"]), "없는 안내를 가리킵니다"),
    "itself": (guides.text(see_also=["moon-voucher"]), "자기 자신"),
}


def test_a_sound_text_has_none():
    assert problems(guides.text(), "moon-voucher", CATALOG)[1] == []


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD.keys())
def test_every_kind_of_problem_is_told_in_korean(text: str, told: str):
    wrong = problems(text, "moon-voucher", CATALOG)[1]
    assert any(told in one for one in wrong), wrong
    assert all(re.search("[가-힣]", one) and len(one) < 1_000 for one in wrong)


def test_all_problems_are_told_at_once():
    wrong = problems(guides.text(name="x", as_of=3, confidence="sure"), "moon-voucher", CATALOG)[1]
    assert {one.split(":")[0] for one in wrong} == {"name", "as_of", "confidence"}


@given(st.text(max_size=300), st.text(max_size=100))
def test_whatever_is_written_gets_an_answer(front: str, body: str):
    guide, wrong = read(f"---\n{front}\n---\n{body}")
    assert guide is not None or wrong
