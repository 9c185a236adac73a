"""The editor's pages in a real browser: nothing for axe to find, on a phone and in high contrast, by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from casework.console.desk import COOKIE
from casework.console.sessions import Sessions
from gateway.app import create_app
from gateway.build import Building, now
from tests.gateway.editor.conftest import member
from tests.house import RENT
from tests.serving import served_app

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def url(building: Building) -> Iterator[str]:
    with served_app(create_app(building)) as address:
        yield address


@pytest.fixture
def opened(building: Building, url: str, chromium: Browser) -> Iterator[Open]:
    """Pages of editors who are logged in; at the end no script error and no refusal of the content policy."""
    contexts, complaints = [], []

    def go(login: str = "dahye", width: int = 1280, contrast: str = "normal") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=url, locale="ko-KR")
        contexts.append(context)
        token = Sessions(building.store, 30, now).open(member(building, login, "editor"))
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/console"}])
        context.add_init_script(f"localStorage.setItem('ieum.contrast', '{contrast}')")
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def clean(page: Page) -> None:
    """Axe finds nothing and nothing sticks out sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def ask(building: Building) -> int:
    """A group with two askers, answered."""
    inbox = building.house.inbox
    for number in range(2):
        inbox.add("unanswered", "난방비 지원 어떻게 신청하나요?", f"k{number}")
    return inbox.groups()[0].id


@pytest.mark.parametrize(("width", "contrast"), [(1280, "normal"), (320, "high")])
def test_every_page_is_clean(building: Building, opened: Open, width: int, contrast: str):
    group = ask(building)
    page = opened(width=width, contrast=contrast)
    for path in ("/console/inbox", f"/console/inbox/{group}", "/console/guides?q=월세", "/console/guides/new"):
        page.goto(path)
        clean(page)
    page.goto(f"/console/guides/{RENT}")
    text = page.get_by_label("안내의 글")
    text.fill(text.input_value().replace("## 한눈에\n", "## 한눈에\n먼저 확인해 주세요. ", 1))
    page.get_by_role("button", name="살펴보기").click()
    expect(page.get_by_text("고칠 곳이 없어요")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="제안하기").click()
    expect(page.get_by_role("status")).to_contain_text("제안했어요")
    clean(page)
    other = opened("boram", width, contrast)
    other.goto(page.url)
    clean(other)
    other.get_by_role("button", name="승인하기").click()
    expect(other.get_by_role("status")).to_contain_text("승인했어요")


def test_an_answer_and_its_draft_by_keyboard_alone(building: Building, opened: Open):
    group = ask(building)
    page = opened()
    page.goto(f"/console/inbox/{group}")
    page.get_by_label("물은 사람에게 보낼 답").focus()
    page.keyboard.type("난방비 지원은 주민센터에 가서 신청해요.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("답을")
    clean(page)
    page.get_by_text("새 안내 쓰기").focus()
    page.keyboard.press("Enter")
    page.get_by_label("새 안내의 id").fill("heating-help")
    page.get_by_role("button", name="새 안내의 초안 만들기").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("heating-help")
    expect(page.get_by_text("고칠 곳이 없어요")).to_be_visible()
