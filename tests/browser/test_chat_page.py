"""The chat page in a real browser: every state passes axe, works by keyboard, on a phone, and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def say(page: Page, text: str) -> None:
    page.get_by_label("메시지", exact=True).fill(text)
    page.get_by_role("button", name="보내기", exact=True).click()


def width_overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_empty_page_greets_and_passes_axe(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    expect(page.get_by_role("log")).to_contain_text("안녕하세요, 이음이에요")
    assert 4 <= page.get_by_role("log").get_by_role("button").count() <= 6
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Pretendard GOV\"'))")
    assert axe(page) == []


def test_answer_shows_sources_and_chips(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    page.get_by_role("button", name="청년월세 지원은").click()
    log = page.get_by_role("log")
    source = log.get_by_role("link", name="청년월세 한시 특별지원 · 지원 내용 (새 창)")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(log).to_contain_text("기준일 2026-01-02")
    expect(log.locator(".bubble > ul > li")).to_have_text(["월 20만 원까지", "24번까지"])
    expect(page.get_by_label("메시지", exact=True)).to_be_focused()
    page.get_by_role("button", name="서류가 궁금해요").click()
    expect(log.locator(".line.citizen")).to_have_count(2)
    expect(log.locator(".line.bot .sources")).to_have_count(2)
    assert axe(page) == []


def test_keyboard_sends_breaks_lines_and_waits_for_hangul(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="메시지 쓰기로 바로가기")).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_label("메시지", exact=True)
    expect(box).to_be_focused()
    page.keyboard.type("첫째 줄")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("둘째 줄")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    box.evaluate(f"(box) => box.dispatchEvent({composing})")
    expect(box).to_have_value("첫째 줄\n둘째 줄")
    page.keyboard.press("Enter")
    expect(page.locator(".line.citizen p").last).to_have_text("첫째 줄\n둘째 줄", use_inner_text=True)
    expect(box).to_have_value("")


def test_focus_is_visible_on_every_stop(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    for _ in range(14):
        page.keyboard.press("Tab")
        style = page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outline; })()")
        assert re.search(r"solid [3-9]", style), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


def test_crisis_is_told_at_once_and_the_receipt_stays(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    say(page, "더는 못 버티겠어요. 다 끝내고 싶어요")
    alert = page.get_by_role("alert").filter(has_text="지금 도움받을 수 있는 전화")
    for tel in ("119", "112", "109"):
        expect(alert.locator(f"a[href='tel:{tel}']")).to_be_in_viewport()
    expect(page.get_by_role("region", name="받은 접수번호")).to_contain_text("R-7K3M-9Q")
    assert axe(page) == []
    page.get_by_text("다른 도움 전화").click()
    expect(alert.locator("a[href='tel:1577-0199']")).to_be_visible()
    page.reload()
    expect(page.get_by_role("region", name="받은 접수번호")).to_contain_text("R-7K3M-9Q")
    expect(page.locator(".line.citizen")).to_contain_text("다 끝내고 싶어요")


def test_worry_about_another_says_not_to_go_in(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    say(page, "옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요")
    expect(page.get_by_role("alert").filter(has_text="혼자 들어가거나 다가서지는 마세요")).to_be_visible()


def test_a_failed_message_is_kept_and_sent_again_once(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    page.route("**/api/chat", lambda route: route.abort())
    say(page, "청년월세 얼마예요?")
    failed = page.locator(".line.citizen.failed")
    expect(failed).to_contain_text("청년월세 얼마예요?")
    expect(failed).to_contain_text("보내지 못했어요. 연결이 끊겼어요")
    expect(failed.get_by_role("button", name="다시 보내기")).to_be_in_viewport()
    assert axe(page) == []
    page.unroute("**/api/chat")
    failed.get_by_role("button", name="다시 보내기").click()
    expect(page.locator(".line.bot .sources")).to_have_count(1)
    expect(page.locator(".line.citizen")).to_have_count(1)
    expect(failed).to_have_count(0)


def test_a_broken_server_offers_another_try_and_an_edit(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    say(page, "고장 난 말")
    page.locator(".line.failed").get_by_role("button", name="고쳐 쓰기").click()
    expect(page.get_by_label("메시지", exact=True)).to_have_value("고장 난 말")
    expect(page.locator(".line.citizen")).to_have_count(0)


def test_refused_input_says_why(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    page.get_by_role("button", name="보내기", exact=True).click()
    expect(page.locator("#problem")).to_have_text("내용을 적어 주세요.")
    box = page.get_by_label("메시지", exact=True)
    box.evaluate("(box) => { box.removeAttribute('maxlength'); box.value = '가'.repeat(4001); }")
    page.get_by_role("button", name="보내기", exact=True).click()
    expect(page.locator(".line.failed")).to_contain_text("너무 길어요(최대 4000자)")
    expect(page.locator(".line.failed").get_by_role("button", name="다시 보내기")).to_have_count(0)


def test_waiting_is_said_and_changes_when_slow(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    say(page, "느리게 답해 줘")
    status = page.locator("#waiting[role=status]")
    expect(status).to_have_text("답을 찾고 있어요")
    say(page, "청년월세")
    expect(status).to_have_text("안내 자료를 더 살펴보고 있어요")
    expect(page.locator(".line.bot .bubble")).to_have_count(3, timeout=15_000)
    expect(status).to_have_text("")
    expect(page.locator(".line.bot .bubble").nth(1)).to_contain_text("느리게 답해 줘")


def test_a_caseworker_joins_and_writes(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    say(page, "담당자와 이야기하고 싶어요")
    expect(page.get_by_text("담당자가 함께 보고 있어요")).to_be_visible()
    expect(page.locator(".line.caseworker")).to_contain_text("제가 이어서 도와드릴게요")
    assert axe(page) == []
    page.reload()
    expect(page.locator(".line.caseworker")).to_have_count(1)
    expect(page.get_by_text("담당자가 함께 보고 있어요")).to_be_visible()


def test_conversation_is_remembered_until_cleared(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    say(page, "청년월세")
    expect(page.locator(".sources")).to_have_count(1)
    before = page.evaluate("localStorage.getItem('ieum.sender')")
    assert re.fullmatch(r"[0-9a-f-]{36}", before)
    page.reload()
    expect(page.locator(".sources")).to_have_count(1)
    page.get_by_role("button", name="대화 지우기").click()
    dialog = page.get_by_role("dialog", name="대화를 지울까요?")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="대화 지우기")).to_be_focused()
    page.get_by_role("button", name="대화 지우기").click()
    dialog.get_by_role("button", name="지우기", exact=True).click()
    expect(page.locator(".sources")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("안녕하세요, 이음이에요")
    assert page.evaluate("localStorage.getItem('ieum.sender')") != before


def test_hostile_words_stay_words(open_page: Open, web_url: str) -> None:
    page = open_page(web_url)
    say(page, "<img src=x onerror=\"document.title='가로챔'\">")
    expect(page.locator(".line.bot").last).to_contain_text("<img src=x")
    assert page.locator(".log img").count() == 0 and "가로챔" not in page.title()


def test_high_contrast_and_text_size_are_remembered(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(web_url)
    page.get_by_text("화면 설정").click()
    page.get_by_role("button", name="고대비").click()
    page.get_by_role("button", name="더 크게").click()
    page.keyboard.press("Escape")
    say(page, "더는 못 버티겠어요. 다 끝내고 싶어요")
    expect(page.locator(".crisis")).to_be_visible()
    say(page, "청년월세")
    expect(page.locator(".sources")).to_have_count(1)
    assert axe(page) == []
    page.reload()
    assert page.evaluate("[document.documentElement.dataset.krdsMode, document.documentElement.dataset.size]") == [
        "high-contrast",
        "larger",
    ]


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (640, 400)], ids=["320px", "phone", "200%"])
def test_small_screens_reflow(open_page: Open, web_url: str, axe: Axe, size: tuple[int, int]) -> None:
    page = open_page(web_url, *size)
    assert width_overflow(page) <= 0
    say(page, "더는 못 버티겠어요. 다 끝내고 싶어요")
    expect(page.locator(".crisis")).to_be_visible()
    say(page, "청년월세 " + "가나다라마바사" * 30)
    expect(page.locator(".sources")).to_have_count(1)
    assert width_overflow(page) <= 0
    expect(page.get_by_role("button", name="보내기", exact=True)).to_be_visible()
    assert axe(page) == []


def test_nothing_moves_for_those_who_ask(open_page: Open, web_url: str) -> None:
    page = open_page(web_url, reduced_motion="reduce")
    say(page, "느리게")
    assert page.locator("#spinner").evaluate("(one) => getComputedStyle(one, '::before').animationName") == "none"


def test_works_without_script(open_page: Open, web_url: str) -> None:
    page = open_page(web_url, java_script_enabled=False)
    page.get_by_label("메시지", exact=True).fill("청년월세 얼마예요?")
    page.get_by_role("button", name="보내기", exact=True).click()
    expect(page.locator("#log")).to_contain_text("24개월까지")
    page.get_by_role("button", name="서류가 궁금해요").click()
    expect(page.locator("#log .citizen")).to_contain_text("청년월세 서류 알려줘")
