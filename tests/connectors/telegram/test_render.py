"""Every Reply becomes messages that the Bot API takes, in order and complete."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.message import Button, Citation, Part, Reply
from connectors.telegram.buttons import Buttons
from connectors.telegram.data import limits, texts
from connectors.telegram.render import Piece, render
from tests.fakes.telegram_rules import check


def buttons() -> Buttons:
    return Buttons(64, 60, 100)


def pieces(reply: Reply, store: Buttons | None = None) -> list[Piece]:
    return render(reply, limits(), texts(), store or buttons())


def accepted(piece: Piece) -> dict[str, Any]:
    """Hold a piece against the Bot API's rules."""
    call: dict[str, Any] = {"chat_id": "1", "text": piece.text}
    if piece.keyboard is not None:
        call["reply_markup"] = piece.keyboard.to_json()
    return check("sendMessage", call)


def rows(piece: Piece) -> list[list[str]]:
    assert piece.keyboard is not None
    return [[button.text for button in row] for row in piece.keyboard.inline_keyboard]


def test_text_source_and_keyboard() -> None:
    source = Citation("g", "청년월세", "지원 금액", "https://www.example.go.kr/1", "2026-03-01")
    choices = (
        Button("서류", "서류 알려줘"),
        Button("신청", "신청 방법"),
        Button("누리집", "", "https://www.example.go.kr/a"),
    )
    [piece] = pieces(Reply((Part("월 20만 원까지예요.", (source,), choices),)))
    assert (
        piece.text == "월 20만 원까지예요.\n근거: 청년월세 · 지원 금액 (2026-03-01 기준)\nhttps://www.example.go.kr/1"
    )
    assert rows(piece) == [["서류", "신청"], ["누리집"]]
    accepted(piece)


def test_numbers_are_text_that_can_be_tapped() -> None:
    calls = (
        Button("자살예방 상담", "", "tel:109"),
        Button("구급", "", "tel:119"),
        Button("나쁜 것", "", "javascript:x"),
    )
    [piece] = pieces(Reply((Part("지금 119에 전화해 주세요.", (), calls),)))
    assert piece.text == "지금 119에 전화해 주세요.\n자살예방 상담: 109"
    assert piece.keyboard is None


def test_markup_in_answers_stays_plain_text() -> None:
    [piece] = pieces(Reply((Part("1 < 2 & <b>굵게</b> _기울임_"),)))
    assert piece.text == "1 < 2 & <b>굵게</b> _기울임_"
    assert "parse_mode" not in accepted(piece)


def test_long_text_is_cut_by_utf16_units_and_the_keyboard_hangs_on_the_last() -> None:
    found = pieces(Reply((Part("🙂 힘내세요. " * 1_000, (), (Button("더", "더 보기"),)),)))
    assert len(found) == 3
    for piece in found:
        accepted(piece)
    assert [piece.keyboard is not None for piece in found] == [False, False, True]
    assert " ".join(piece.text for piece in found).split() == ("🙂 힘내세요. " * 1_000).split()


def test_a_long_value_travels_under_a_key() -> None:
    store = buttons()
    value = "신청서 초안 만들어 줘: " + "가" * 100
    [piece] = pieces(Reply((Part("고르세요.", (), (Button("초안", value), Button("짧게", "짧은 값"))),)), store)
    assert piece.keyboard is not None
    data = [str(button.callback_data) for row in piece.keyboard.inline_keyboard for button in row]
    assert [store.value(one) for one in data] == [value, "짧은 값"]
    assert len(data[0].encode()) <= 64
    assert buttons().value(data[0]) is None


def test_keys_expire_and_the_oldest_go_first() -> None:
    gone = Buttons(64, -1, 10)
    assert gone.value(gone.data("가" * 50)) is None
    few = Buttons(64, 60, 2)
    first, *others = (few.data("가" * 50 + str(n)) for n in range(3))
    assert few.value(first) is None
    assert all(few.value(one) for one in others)


def test_a_value_that_looks_like_a_key_is_not_taken_for_one() -> None:
    store = buttons()
    assert store.value(store.data("b:누가 지어낸 값")) == "b:누가 지어낸 값"


def test_silence_sends_nothing_and_a_bare_keyboard_gets_words() -> None:
    assert pieces(Reply(())) == []
    [piece] = pieces(Reply((Part("", (), (Button("예", "예"), Button("아니요", "아니요"))),)))
    assert piece.text == "아래에서 골라 주세요."
    accepted(piece)


_WORDS = st.text(max_size=60)
_LONG = st.builds(lambda unit, times: unit * times, st.text(min_size=1, max_size=30), st.integers(0, 400))
_URLS = st.one_of(
    st.sampled_from(["tel:109", "tel:", "javascript:x", "https://localhost/a", "https://1.2.3.4/", "HTTPS://a.kr"]),
    st.builds("https://a{}.example.kr/{}".format, st.integers(0, 9), _WORDS),
)
_BUTTONS = st.builds(Button, _WORDS, _LONG, st.one_of(st.none(), _URLS))
_SOURCES = st.builds(Citation, _WORDS, _WORDS, _WORDS, st.one_of(st.none(), _URLS), _WORDS)
_PARTS = st.builds(Part, _LONG, st.lists(_SOURCES, max_size=8).map(tuple), st.lists(_BUTTONS, max_size=14).map(tuple))


@settings(max_examples=80, deadline=None)
@given(st.lists(_PARTS, max_size=4).map(tuple))
def test_any_reply_is_taken_by_the_bot_api(parts: tuple[Part, ...]) -> None:
    for piece in pieces(Reply(parts)):
        accepted(piece)


def test_a_hundred_and_one_buttons_are_cut_to_a_hundred() -> None:
    [piece] = pieces(Reply((Part("많아요.", (), tuple(Button(f"{n}", f"{n}") for n in range(101))),)))
    accepted(piece)
