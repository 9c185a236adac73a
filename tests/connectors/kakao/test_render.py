"""Every Reply becomes an answer that the platform takes, and nothing important is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kakao.data import limits, texts
from connectors.kakao.render import Rendered, notice, render, use_callback
from connectors.message import Button, Citation, Part, Reply
from tests.fakes.kakao_platform import Bubble, Rejected, checked


def shown(reply: Reply) -> Rendered:
    return render(reply, limits(), texts())


def bubble(reply: Reply) -> Bubble:
    return checked(shown(reply).body)


def source(number: int, url: str | None = "https://www.example.go.kr/") -> Citation:
    address = f"{url}{number}" if url else None
    return Citation(f"g-{number}", f"청년월세 한시 특별지원 안내 {number}", "지원 금액", address, "2026-03-01")


def test_text_citation_line_link_button_and_quick_replies() -> None:
    part = Part("월 20만 원까지 받을 수 있어요.", (source(1),), (Button("서류 보기", "청년월세 서류 알려줘"),))
    answer = bubble(Reply((part,)))
    assert answer.texts == [
        "월 20만 원까지 받을 수 있어요.\n근거: 청년월세 한시 특별지원 안내 1 · 지원 금액 (2026-03-01 기준)"
    ]
    assert answer.buttons == [
        {"label": "청년월세 한시 특별지원…", "action": "webLink", "webLinkUrl": "https://www.example.go.kr/1"}
    ]
    assert answer.body["template"]["quickReplies"] == [
        {"label": "서류 보기", "action": "message", "messageText": "청년월세 서류 알려줘"}
    ]


def test_numbers_become_buttons_that_dial() -> None:
    buttons = (Button("자살예방 상담 109", "", "tel:109"), Button("구급 119", "", "tel:119"))
    answer = bubble(Reply((Part("바로 전화해 주세요.", (), buttons),)))
    assert [(one["action"], one["phoneNumber"]) for one in answer.buttons] == [("phone", "109"), ("phone", "119")]
    assert list(answer.outputs[1]) == ["textCard"]


def test_six_numbers_fit_a_carousel_and_five_sources_a_list() -> None:
    phones = tuple(Button(f"전화 {n}", "", f"tel:1577-000{n}") for n in range(6))
    answer = bubble(Reply((Part("안내예요.", tuple(source(n) for n in range(5)), phones),)))
    assert [next(iter(one)) for one in answer.outputs] == ["simpleText", "carousel", "listCard"]
    assert len(answer.buttons) == 6
    assert len(answer.outputs[2]["listCard"]["items"]) == 5


def test_a_sixth_source_keeps_its_address_as_text() -> None:
    answer = bubble(Reply((Part("여섯 가지가 있어요.", tuple(source(n) for n in range(6))),)))
    assert "https://www.example.go.kr/5" in answer.texts[0]
    assert "https://www.example.go.kr/4" not in answer.texts[0]


def test_plain_http_is_text_and_a_script_address_never_appears() -> None:
    buttons = (Button("옛 누리집", "", "http://old.example.go.kr/a"), Button("이상한 것", "", "javascript:alert(1)"))
    answer = bubble(Reply((Part("안내예요.", (), buttons),)))
    assert answer.texts == ["안내예요.\n옛 누리집: http://old.example.go.kr/a"]
    assert "javascript" not in str(answer.body)


def test_many_short_parts_become_three_bubbles() -> None:
    answer = shown(Reply(tuple(Part(f"{n}번째 안내예요.") for n in range(7))))
    assert checked(answer.body).texts == ["\n\n".join(f"{n}번째 안내예요." for n in range(7))]
    assert answer.rest is None


def test_long_text_is_cut_at_sentence_ends_and_the_rest_is_offered() -> None:
    sentence = "이 제도는 무주택 청년의 월세 부담을 덜어 주려고 마련했어요. "
    first = shown(Reply((Part(sentence * 120),)))
    answer = checked(first.body)
    assert len(answer.texts) == 3
    assert all(len(text) <= 900 and text.endswith("어요.") for text in answer.texts)
    assert answer.labels == ["이어서 보기"]
    assert first.rest is not None
    words = " ".join([*answer.texts, first.rest.parts[0].text]).split()
    assert words == (sentence * 120).split()


def test_numbers_come_first_however_long_the_text_is() -> None:
    part = Part("길게 설명해요. " * 500, tuple(source(n) for n in range(4)), (Button("109", "", "tel:109"),))
    answer = bubble(Reply((part,)))
    assert len(answer.outputs) == 3
    assert answer.buttons[0]["phoneNumber"] == "109"


def test_labels_are_cut_with_an_ellipsis_and_ten_are_kept_once_each() -> None:
    buttons = tuple(Button(f"아주 길고 긴 단추 이름이에요 {n}", f"값 {n}") for n in (*range(12), 0))
    answer = bubble(Reply((Part("골라 주세요.", (), buttons),)))
    assert len(answer.labels) == 10
    assert answer.labels[0] == "아주 길고 긴 단추 이름…"
    assert [one["messageText"] for one in answer.body["template"]["quickReplies"]] == [f"값 {n}" for n in range(10)]


def test_a_value_too_long_to_utter_falls_back_to_the_label() -> None:
    answer = bubble(Reply((Part("골라 주세요.", (), (Button("신청서 만들기", "가" * 401),)),)))
    assert answer.body["template"]["quickReplies"][0]["messageText"] == "신청서 만들기"


def test_silence_says_that_a_person_reads_along() -> None:
    answer = bubble(Reply(()))
    assert len(answer.texts) == 1
    assert "담당자" in answer.texts[0]


def test_blank_parts_still_make_a_valid_answer() -> None:
    assert bubble(Reply((Part("  \x00"),))).texts
    assert bubble(Reply((Part("", (), (Button("", "", "https://a.example.kr/"),)),))).buttons[0]["label"] == "바로가기"


def test_own_texts_are_valid_answers() -> None:
    words = texts()
    for text in (words.still_looking, words.human, words.media, words.empty, words.too_long, words.failed):
        checked(notice(text, limits(), button=words.see_result))
    assert checked(use_callback(words.waiting)).waiting


@pytest.mark.parametrize("text", [texts().still_looking, texts().waiting, texts().failed])
def test_who_must_wait_is_told_whom_to_call(text: str) -> None:
    assert all(number in text for number in ("119", "112", "109"))


_WORDS = st.text(max_size=60)
_LONG = st.builds(lambda unit, times: unit * times, st.text(min_size=1, max_size=30), st.integers(0, 200))
_URLS = st.one_of(
    st.sampled_from(["tel:109", "tel:1577-0199", "tel:", "javascript:x", "sms:109", "https://", "http://a.kr", "없음"]),
    st.builds("https://a{}.example.kr/{}".format, st.integers(0, 9), _WORDS),
)
_BUTTONS = st.builds(Button, _WORDS, _LONG, st.one_of(st.none(), _URLS))
_SOURCES = st.builds(Citation, _WORDS, _WORDS, _WORDS, st.one_of(st.none(), _URLS), _WORDS)
_PARTS = st.builds(
    Part,
    _LONG,
    st.lists(_SOURCES, max_size=8).map(tuple),
    st.lists(_BUTTONS, max_size=14).map(tuple),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_PARTS, max_size=6).map(tuple))
def test_any_reply_is_taken_by_the_platform(parts: tuple[Part, ...]) -> None:
    rendered = shown(Reply(parts))
    checked(rendered.body)
    while rendered.rest is not None:
        rendered = shown(rendered.rest)
        checked(rendered.body)


@pytest.mark.parametrize(
    "body",
    [
        {"template": {"outputs": [{"simpleText": {"text": "a"}}]}},
        {"version": "2.0", "template": {"outputs": []}},
        {"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "가" * 1001}}]}},
        {"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "a"}, "listCard": {}}]}},
        {"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "a"}}] * 4}},
        {"version": "2.0", "useCallback": False},
    ],
)
def test_the_fake_platform_refuses_what_the_real_one_would(body: dict[str, Any]) -> None:
    with pytest.raises(Rejected):
        checked(body)
