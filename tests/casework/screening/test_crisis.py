"""Fixed crisis texts: every case has one, every number is a known line, nothing promised, nothing forbidden said."""

from __future__ import annotations

import re
from itertools import product
from typing import get_args

import pytest

from casework.screening.crisis import CrisisText, book, caring_question, crisis_reply, listening, noted
from casework.screening.lexicon import Kind, Level, Subject
from casework.screening.screening import Screening, nothing

LINES = {"119", "112", "109", "1577-0199", "1388", "1366", "129", "1577-1389"}
FORBIDDEN = (
    *(
        "아무에게도 말하지",
        "비밀로",
        "비밀은",
        "꼭 지원",
        "반드시",
        "약속",
        "시간 안에",
        "분 안에",
        "바로 갑니다",
        "바로 갈게",
    ),
    *(
        "다들 힘들",
        "그 정도",
        "더 어려운",
        "부모님 생각",
        "가족을 생각",
        "죄예요",
        "힘내세요",
        "무슨 마음인지",
        "다 알아요",
    ),
    *(
        "이해해요",
        "자살 성공",
        "자살에 실패",
        "극단적",
        "우울증이에요",
        "우울증 같",
        "진단",
        "저는 상담사",
        "저도 사람",
    ),
    *("주민등록번호", "이름을 먼저", "번개탄", "투신", "목을", "안녕히 가세요", "대화를 마칠", "참으세요", "용서"),
)
CASES = list(product(get_args(Kind), get_args(Subject), get_args(Level)))


def screening(kind: str, subject: str, level: str) -> Screening:
    return Screening(True, level == "emergency", level, subject, (kind,), 0.9, ask=False)


def everything() -> list[CrisisText]:
    replies = [
        crisis_reply(screening(*case), alerted=alerted, receipt=receipt)
        for case in CASES
        for alerted, receipt in ((True, "R-7K3M-9Q"), (False, "R-7K3M-9Q"), (False, ""))
    ]
    return [*replies, caring_question(), noted(), *(listening(turn) for turn in range(6))]


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_every_case_gets_numbers_a_question_and_next_steps(case: tuple[str, str, str]) -> None:
    reply = crisis_reply(screening(*case), alerted=False, receipt="R-7K3M-9Q")
    numbers = re.findall(r"^· ([\d-]+) — .+$", reply.text, re.MULTILINE)
    assert numbers
    assert set(numbers) <= LINES
    assert reply.text.splitlines()[1].endswith("?")
    assert "119" in numbers or case[2] != "emergency"
    assert reply.buttons
    assert len(reply.text) <= 900


def test_every_number_shown_anywhere_is_a_known_line() -> None:
    for reply in everything():
        shown = re.findall(r"(?<![\w-])\d{3,4}(?:-\d{4})?(?![\w-]*\d)", reply.text.replace("R-7K3M-9Q", ""))
        assert set(shown) <= LINES, reply.text
        for label, _, url in reply.buttons:
            assert len(label) <= 14
            assert url is None or url.removeprefix("tel:") in {line.replace("-", "") for line in LINES}


def test_every_hotline_says_what_it_is_for() -> None:
    assert set(book().hotlines) == LINES
    assert all(len(purpose) > 5 for purpose in book().hotlines.values())


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_what_must_never_be_said_is_nowhere(phrase: str) -> None:
    assert not [reply.text for reply in everything() if phrase in reply.text]


def test_a_person_is_said_to_be_alerted_only_when_that_is_true() -> None:
    for case in CASES:
        assert "담당자에게 알리고" in crisis_reply(screening(*case), alerted=True, receipt="R-1").text
        for receipt in ("R-1", ""):
            quiet = crisis_reply(screening(*case), alerted=False, receipt=receipt).text
            assert "담당자" not in quiet
            assert ("R-1" in quiet) == bool(receipt)


def test_suicide_is_answered_first_whatever_else_was_told() -> None:
    found = Screening(True, False, "high", "self", ("debt", "suicide"), 0.9, ask=False)
    assert "109에 전화하기" in [label for label, _, _ in crisis_reply(found, alerted=False, receipt="").buttons]


def test_the_worst_of_violence_puts_the_police_first() -> None:
    reply = crisis_reply(screening("domestic_violence", "self", "emergency"), alerted=True, receipt="R-1")
    assert reply.buttons[0] == ("112에 전화하기", "112에 전화하기", "tel:112")


def test_without_danger_there_is_no_crisis_text() -> None:
    with pytest.raises(ValueError, match="위험이 없는"):
        crisis_reply(nothing(0.1, ask=False), alerted=False, receipt="")
