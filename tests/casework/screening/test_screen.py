"""Who is heard, who is not, and in what light."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.screening.screen import Screener

DEV = Path(__file__).parents[2] / "eval" / "screening_train"
BOTH = pytest.mark.parametrize("ears", ["lexicon", "model"])


@pytest.fixture
def ear(ears: str, screener: Screener) -> Screener:
    return screener if ears == "model" else Screener()


@BOTH
@pytest.mark.parametrize(
    ("text", "levels", "subject", "kind"),
    [
        ("옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요", {"high"}, "other", "lonely_death"),
        ("더는 못 버티겠어요. 다 끝내고 싶어요", {"high", "emergency"}, "self", "suicide"),
        ("오늘 밤에 죽을 거예요 유서도 다 썼어요 ㅋㅋㅋ", {"emergency"}, "self", "suicide"),
        ("지금 남편이 칼을 들고 있어요", {"emergency"}, "self", "domestic_violence"),
        ("친구가 죽고 싶대요", {"high", "emergency"}, "other", "suicide"),
        ("사흘째 굶고 있어요", {"high"}, "self", "hunger"),
        ("인공호흡기를 쓰는데 오늘 전기를 끊는대요", {"emergency"}, None, "utility_cutoff"),
        ("할머니가 쓰러졌는데 불러도 대답이 없어요", {"emergency"}, "other", "medical"),
        ("할매가 죽고 십다 카십니더", {"high", "emergency"}, "other", "suicide"),
        ("죽\u200b고 싶\u2060어", {"high"}, "self", "suicide"),
    ],
)
def test_danger_is_heard(ear: Screener, text: str, levels: set[str], subject: str | None, kind: str) -> None:
    found = ear.screen(text)
    assert found.risk
    assert found.level in levels
    assert found.immediate == (found.level == "emergency")
    assert subject is None or found.subject == subject
    assert kind in found.kinds


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "안녕하세요", "배고파 죽겠다", "긴급복지 기준이 뭐예요", "자살 예방 상담 전화번호 알려 주세요",
        "청년월세 지원 얼마까지 되나요?", "디지털서비스 심사 신청할 때 서류 뭐 내야 해요?", "내년 로또 번호 알려줘",
        "어제 뉴스에서 고독사 사건을 봤어요", "드라마 주인공이 옥상에서 뛰어내리는 장면이 슬펐어요",
        "예전에는 죽고 싶었는데 지금은 괜찮아요",
        "죽고 싶은 건 아니에요 그냥 피곤해요", "아동학대 과제 때문에 통계가 필요해요", "전복죽 먹었어요",
    ],
)  # fmt: skip
def test_talk_that_only_sounds_alike_is_no_alarm(ear: Screener, text: str) -> None:
    found = ear.screen(text)
    assert (found.risk, found.immediate, found.level, found.subject, found.kinds) == (False, False, None, None, ())


def test_a_joke_marker_does_not_cancel_a_plan(screener: Screener) -> None:
    assert screener.screen("ㅋㅋㅋ 오늘 밤 옥상에서 뛰어내릴 거임 진짜로").immediate


def test_a_story_does_not_hide_ones_own_wish(screener: Screener) -> None:
    assert screener.screen("그 드라마 보고 나니까 저도 주인공처럼 뛰어내리고 싶어요").risk


def test_danger_told_inside_a_question_is_heard(screener: Screener) -> None:
    letter = "긴급복지 신청하려는데요. 기준이 뭔가요? 서류도 알려 주세요. 사실 애들하고 사흘째 굶고 있어요. 고맙습니다."
    assert screener.screen(letter).kinds[0] == "hunger"


def test_a_cry_at_the_end_of_a_long_letter_is_heard(screener: Screener) -> None:
    letter = "안녕하세요. 청년월세 신청 서류가 궁금해요. " * 60 + "그리고 저 오늘 밤에 죽으려고 약을 다 모아 놨어요."
    assert screener.screen(letter).immediate


def test_turns_add_up(screener: Screener) -> None:
    earlier = ["요즘 너무 힘들어요", "다 의미가 없어요"]
    assert screener.screen("약은 다 모아뒀어요", earlier).immediate
    assert screener.screen("네 오늘 밤이요", ["죽고 싶어요"]).immediate


def test_an_earlier_danger_is_not_counted_again(screener: Screener) -> None:
    assert not screener.screen("긴급복지 신청 서류 알려 주세요", ["죽고 싶어요"]).risk
    assert not screener.screen("", ["죽고 싶어요"]).risk


def test_unclear_words_are_asked_about(screener: Screener) -> None:
    found = Screener().screen("뉴스 보고 울었어요. 죽고 싶다는 말이 나와서요")
    assert not found.risk
    assert found.ask


@BOTH
@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=300))
def test_never_raises_and_is_of_one_piece(ears: str, text: str, screener: Screener) -> None:
    found = (screener if ears == "model" else _LEXICON).screen(text)
    assert 0 <= found.score <= 1
    assert found.risk == (found.level is not None) == (found.subject is not None) == bool(found.kinds)
    assert not (found.risk and found.ask)


_LEXICON = Screener()


@pytest.mark.parametrize(
    "text", ["\ud800", "\x00" * 50, "가" * 100_000, "죽" * 20_000, "a/b" * 9_000, "매일 " * 9_000, "🙂" * 5_000]
)
def test_hostile_text_is_judged_in_bounded_time(screener: Screener, text: str) -> None:
    started = time.process_time()
    screener.screen(text)
    assert time.process_time() - started < 10
