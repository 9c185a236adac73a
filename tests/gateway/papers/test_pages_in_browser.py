"""Papers and drafts in a real browser: nothing for axe to find, on a phone and on paper; files are downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gateway.app import create_app
from gateway.build import Building
from tests.house import RENT
from tests.serving import served_app

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FORM = "livelihood-benefit"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(building: Building, chromium: Browser) -> Iterator[Open]:
    """Pages of the whole app; at the end no script error and no refusal of the content policy."""
    complaints: list[str] = []
    with served_app(create_app(building)) as url:
        context = chromium.new_context(base_url=url, locale="ko-KR", accept_downloads=True)

        def go(path: str, width: int = 1280) -> Page:
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 800})
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
            page.goto(path)
            return page

        yield go
        context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    """What axe finds, apart from what it does to the page itself."""
    return [f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}" for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("path", [f"/papers/{RENT}", "/drafts", f"/drafts/{FORM}", "/papers/no-such"])
def test_axe_finds_nothing_and_a_phone_shows_it_whole(building: Building, chromium: Browser, path: str) -> None:
    with served_app(create_app(building)) as url:
        for width in (1280, 360):
            page = chromium.new_page(viewport={"width": width, "height": 800}, locale="ko-KR")
            page.goto(url + path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert violations(page) == []
            page.close()


def test_a_checklist_is_fitted_and_saved(opened: Open) -> None:
    page = opened(f"/papers/{RENT}")
    page.get_by_text("신혼부부", exact=True).click()
    page.get_by_role("button", name="맞춰 보기").click()
    expect(page.get_by_label("신혼부부", exact=True)).to_be_checked()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PDF로 받기").click()
    assert saved.value.suggested_filename.endswith("준비 서류.pdf")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="맞춰 보기")).to_be_hidden()


def test_a_draft_is_filled_in_and_saved(opened: Open) -> None:
    page = opened(f"/drafts/{FORM}")
    page.get_by_label("이름", exact=True).fill("홍길동")
    page.get_by_label("생년월일").fill("작년")
    page.get_by_role("button", name="적은 것 확인하기").click()
    expect(page.get_by_role("alert")).to_contain_text("작년")
    expect(page.get_by_label("이름", exact=True)).to_have_value("홍길동")
    page.get_by_label("생년월일").fill("1999-03-05")
    with page.expect_download() as saved:
        page.get_by_role("button", name="한글 문서(HWPX)로 받기").click()
    assert saved.value.suggested_filename.endswith(".hwpx")
