"""The report pages in a real browser: numbers at the tick, anonymous by default, the code once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def test_danger_shows_numbers_at_the_tick(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(f"{web_url}/report")
    assert axe(page) == []
    number = page.locator(".danger-now a[href='tel:119']")
    expect(number).to_be_hidden()
    page.get_by_text("지금 누군가의 목숨이 위험해요").click()
    expect(number).to_be_visible()
    assert axe(page) == []


def test_a_report_ends_in_a_receipt_and_can_be_followed(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(f"{web_url}/report")
    expect(page.get_by_label("연락처", exact=True)).to_be_hidden()
    page.get_by_text("이웃이나 아는 사람", exact=True).click()
    page.get_by_role("button", name="알리기").click()
    expect(page.get_by_role("alert").first).to_contain_text("어떤 일인지 적어 주세요")
    assert axe(page) == []
    page.get_by_label("본 것, 들은 것").fill("며칠째 우편물이 쌓여 있어요")
    page.get_by_role("button", name="알리기").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("접수했어요")
    assert axe(page) == []
    receipt, code = page.locator(".ticket dd").all_inner_texts()
    expect(page.get_by_role("button", name="인쇄하기")).to_be_visible()
    page.get_by_role("link", name="접수 확인").click()
    page.get_by_label("접수번호").fill(receipt)
    page.get_by_label("확인 코드").fill(code)
    page.get_by_role("button", name="확인하기").click()
    expect(page.get_by_role("status")).to_contain_text("담당자에게 알렸어요")
    assert re.search(r"/report/status$", page.url) and axe(page) == []


def test_on_a_phone_by_keyboard_a_report_is_corrected_and_withdrawn(open_page: Open, web_url: str, axe: Axe) -> None:
    page = open_page(f"{web_url}/report", 320, 640)
    page.locator("#subject-other").focus()
    page.keyboard.press("Space")
    page.get_by_label("본 것, 들은 것").fill("며칠째 우편물이 쌓여 있어요")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="알리기").press("Enter")
    receipt, code = page.locator(".ticket dd").all_inner_texts()
    page.get_by_role("link", name="접수 확인").press("Enter")
    page.get_by_label("접수번호").fill(receipt)
    page.get_by_label("확인 코드").fill(code)
    page.keyboard.press("Enter")
    for act, field in (("신고 고치기", "어디인지"), ("신고 거두기", "")):
        opened = page.locator("details", has_text=act)
        opened.locator("summary").press("Enter")
        assert axe(page) == [] and page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        opened.get_by_label("확인 코드").fill(code)
        if field:
            opened.get_by_label(field).fill("○○동 3층")
            opened.get_by_role("button", name="고치기").press("Enter")
            expect(page.get_by_text("고쳐 두었어요")).to_be_visible()
        else:
            opened.get_by_label("거둘게요", exact=True).press("Space")
            opened.get_by_role("button", name="신고 거두기").press("Enter")
            expect(page.get_by_text("거두신 신고예요")).to_be_visible()


def test_where_the_person_is_goes_in_only_at_their_press(open_page: Open, web_url: str) -> None:
    place = {"latitude": 37.4842, "longitude": 126.9293}
    page = open_page(f"{web_url}/report", geolocation=place, permissions=["geolocation"])
    expect(page.locator("#latitude")).to_have_value("")
    page.get_by_role("button", name="지금 있는 곳 넣기").click()
    expect(page.locator("#latitude")).to_have_value("37.48420")
    expect(page.locator("#longitude")).to_have_value("126.92930")


@pytest.mark.parametrize("path", ["/report", "/report/status"])
def test_small_screens_and_high_contrast(open_page: Open, web_url: str, axe: Axe, path: str) -> None:
    page = open_page(web_url + path, 320, 640)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.evaluate("localStorage.setItem('ieum.contrast', 'high')")
    page.reload()
    assert axe(page) == []
