"""The desk and a citizen's chat page side by side in a real browser, on the whole app: claimed, talked, handed back."""

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
from gateway.talk import BACK, HELD
from tests.gateway.editor.conftest import member
from tests.gateway.kit import RENT, SELF
from tests.serving import served_app

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
LIVE = 25_000
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(building: Building, chromium: Browser) -> Iterator[Open]:
    """A citizen's page, or the desk of somebody who is logged in; at the end no script may have failed."""
    contexts, complaints = [], []
    with served_app(create_app(building)) as url:

        def go(login: str = "", role: str = "caseworker", width: int = 1280) -> Page:
            context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=url, locale="ko-KR")
            contexts.append(context)
            if login:
                token = Sessions(building.store, 30, now).open(member(building, login, role))
                context.add_cookies([{"name": COOKIE, "value": token, "url": f"{url}/console"}])
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto("/console" if login else "/")
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


def say(citizen: Page, words: str) -> None:
    citizen.get_by_label("메시지").fill(words)
    citizen.get_by_role("button", name="보내기", exact=True).click()


@pytest.mark.parametrize("width", [1280, 360])
def test_two_caseworkers_and_a_citizen(building: Building, opened: Open, width: int):
    building.house.answerer.answer(RENT)  # the first answer of a process loads its dictionaries
    citizen = opened(width=width)
    say(citizen, SELF)
    expect(citizen.locator("#receipts b")).to_have_count(1, timeout=LIVE)
    case = building.house.cases.queue()[0]
    first, second = opened("kim", width=width), opened("lee", width=width)
    for page in (first, second):
        expect(page.locator(f"#open-{case.id}")).to_be_visible()
    clean(second)

    first.keyboard.press("j")
    expect(first.locator(f"#open-{case.id}")).to_be_focused()
    first.keyboard.press("c")
    expect(first.get_by_text("이 사건을 맡았어요")).to_be_visible()
    expect(second.locator(".desk-row", has_text=case.receipt)).to_contain_text("kim 님", timeout=LIVE)
    expect(second.locator(f"#claim-{case.id}")).to_have_count(0)

    first.get_by_role("button", name="대화 맡기").click()
    expect(citizen.locator("#held")).to_contain_text("담당자가 함께 보고 있어요", timeout=LIVE)
    before = citizen.locator("#log .line.bot").count()
    say(citizen, RENT)
    expect(first.locator("#lines")).to_contain_text(RENT, timeout=LIVE)
    assert citizen.locator("#log .line.bot").count() == before, "the bot is silent while a human holds"
    first.get_by_role("button", name="답 추천 받기").click()
    expect(first.locator("#suggestions")).to_contain_text("20만 원")
    first.get_by_role("button", name="추천 1 쓰는 칸에 넣기").click()
    expect(first.get_by_label("시민에게 쓰기")).to_be_focused()
    clean(first)
    first.get_by_role("button", name="보내기").click()
    expect(citizen.locator("#log .line.caseworker").last).to_contain_text("20만 원", timeout=LIVE)
    expect(citizen.locator("#log .line.caseworker").last).to_contain_text("근거:")

    first.get_by_role("button", name="챗봇에게 돌려주기").click()
    expect(citizen.locator("#held")).to_be_empty(timeout=LIVE)
    say(citizen, RENT)
    expect(citizen.locator("#log .line.bot").last).to_contain_text("20만 원", timeout=LIVE)
    key = case.conversation or ""
    said = [line.text for line in building.house.conversations.lines(key) if line.text in (HELD, BACK)]
    assert said == [HELD, BACK]
    clean(first)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_charts_are_clean_and_its_file_comes(building: Building, opened: Open, width: int):
    citizen = opened(width=width)
    say(citizen, SELF)
    expect(citizen.locator("#receipts b")).to_have_count(1, timeout=LIVE)
    boss = opened("boss", "supervisor", width)
    case = building.house.cases.queue()[0]
    boss.locator(f"#claim-{case.id}").click()
    boss.get_by_role("link", name="통계").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("통계")
    expect(boss.get_by_role("img", name="맡기까지 걸린 시간")).to_be_visible()
    expect(boss.get_by_role("table", name="지금 열린 사건")).to_contain_text("모름")
    clean(boss)
    with boss.expect_download() as got:
        boss.get_by_role("link", name="사건 목록 CSV").click()
    assert case.receipt in got.value.path().read_text(encoding="utf-8")
