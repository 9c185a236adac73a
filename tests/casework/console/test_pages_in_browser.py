"""The desk in a real browser: nothing for axe to find, on a phone, by keyboard alone, live without losing focus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from casework.actor import Actor
from casework.console.ack import ack_url
from casework.console.port import Line
from casework.escalation.port import Alert, Contact, Route

from .hands import KEY, NEW_PASSWORD, Clock, House, make_house
from .served import served

pytestmark = pytest.mark.browser
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
LIVE = 15_000
Open = Callable[..., Page]
RINGS = """
window.tones = 0;
const made = { connect: (next) => next, start: () => { window.tones += 1; }, stop() {}, frequency: {}, gain: {} };
const give = () => made;
window.AudioContext = class { currentTime = 0; createOscillator = give; createGain = give; resume() {} };
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = make_house(tmp_path, Clock())
    yield made
    made.store.engine.dispose()


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with served(house) as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """Script errors and refusals of the content policy that the pages caused."""
    return []


@pytest.fixture
def opened(house: House, url: str, chromium: Browser, complaints: list[str]) -> Iterator[Open]:
    """Log a person in by the page itself; at the end no browser may have complained."""
    contexts = []

    def go(login: str = "kim", name: str = "김하나", width: int = 1280) -> Page:
        house.member(login, name, "caseworker")
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=url, locale="ko-KR")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if _trouble(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/console")
        page.get_by_label("아이디").fill(login)
        page.get_by_label("비밀번호").fill(NEW_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("사건 목록")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not complaints


def _trouble(message: ConsoleMessage) -> bool:
    # Chromium and htmx also report every 401, 404 and broken line we ask for on purpose.
    wanted = ("Failed to load resource", "Response Status", "htmx:")
    return message.type == "error" and not message.text.startswith(wanted)


def clean(page: Page, complaints: list[str]) -> None:
    """Axe finds nothing, nothing sticks out sideways and the page caused no complaint."""
    assert not complaints
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    # Axe measures with inline styles, which our own policy refuses aloud.
    complaints[:] = [text for text in complaints if "inline style" not in text]


def link(house: House, case_id: str) -> str:
    row = house.cases.get(case_id)
    contact = Contact("minji", "민지", (Route("email", "minji@example.org"),))
    alert = Alert(
        id="al1", case_id=row.id, receipt=row.receipt, level=row.level, step=0, cycle=1, contact=contact,
        route=contact.routes[0], title="", text="", made_at=house.clock(), test=False,
    )  # fmt: skip
    return ack_url("", alert, KEY)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("contrast", ["normal", "high"])
def test_every_page_is_clean(house: House, opened: Open, complaints: list[str], width: int, contrast: str):
    chat = house.hear("더는 못 버티겠어요. 다 끝내고 싶어요", "emergency")
    report = house.report(name="박이웃", contact="010-1234-5678", consent=True, since="사흘 전", who="80대")
    house.hear("전기가 끊긴대요", "normal", "web:3")
    house.health.update(no_one_on_call=True, overdue_seconds=90.0, failed_alerts=1)
    page = opened(width=width)
    page.evaluate(f"localStorage.setItem('ieum.contrast', '{contrast}')")
    for path in ("/console", "/console/password", "/console/nowhere", link(house, chat), f"/console/cases/{report}"):
        page.goto(path)
        clean(page, complaints)
    page.get_by_text("이름·연락처·주소 보기").click()
    page.get_by_label("보는 까닭").select_option("visit")
    page.get_by_role("button", name="까닭을 남기고 보기").click()
    expect(page.get_by_text("010-1234-5678")).to_be_visible()
    clean(page, complaints)
    page.goto(f"/console/cases/{chat}")
    page.get_by_role("button", name="대화 맡기").click()
    page.get_by_label("시민에게 쓰기").fill("지금 안전한 곳에 계세요?")
    page.get_by_role("button", name="보내기").click()
    page.get_by_role("button", name="맡기", exact=True).click()
    page.evaluate("document.querySelectorAll('.ieum-card details').forEach(one => { one.open = true })")
    clean(page, complaints)
    page.get_by_role("button", name="로그아웃").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("담당자 로그인")
    clean(page, complaints)


def test_the_keyboard_alone_is_enough(house: House, opened: Open):
    case = house.hear()
    page = opened()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="본문 바로가기")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"open-{case}":
            break
    outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert outline >= 2
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("사건 R-")
    page.get_by_role("button", name="맡기", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("이 사건을 맡았어요")).to_be_visible()
    assert house.cases.get(case).state == "acknowledged"


def test_the_queue_refreshes_and_the_focus_stays(house: House, opened: Open):
    case = house.hear()
    page = opened()
    focused = page.locator(f"#open-{case}")
    focused.focus()
    new = house.hear("지금 뛰어내릴 거예요", "emergency", "web:2")
    expect(page.locator(f"#open-{new}")).to_be_visible(timeout=LIVE)
    expect(focused).to_be_focused()
    expect(page.locator("#count")).to_have_text("맡을 사람을 기다리는 사건 2건, 그 가운데 긴급 1건")
    expect(page).to_have_title("(2) 사건 목록 | 이음 담당자")


def test_the_keys_of_the_queue(house: House, opened: Open, complaints: list[str]):
    for number in range(3):
        house.hear(conversation=f"web:{number}")
    cases = [case.id for case in house.cases.queue()]
    page = opened()
    for key, at in (("j", 0), ("j", 1), ("k", 0), ("k", 0), ("j", 1), ("j", 2), ("j", 2)):
        page.keyboard.press(key)
        expect(page.locator(f"#open-{cases[at]}")).to_be_focused()
    page.keyboard.press("?")
    help = page.get_by_role("dialog", name="단축키")
    expect(help).to_be_visible()
    clean(page, complaints)
    help.get_by_label("글자 단축키 쓰기").uncheck()
    help.get_by_role("button", name="닫기").click()
    page.locator(f"#open-{cases[0]}").focus()
    page.keyboard.press("j")
    expect(page.locator(f"#open-{cases[0]}")).to_be_focused()
    page.reload()
    page.get_by_role("button", name="단축키 보기").click()
    expect(help.get_by_label("글자 단축키 쓰기")).not_to_be_checked()
    help.get_by_label("글자 단축키 쓰기").check()
    page.keyboard.press("Escape")
    page.get_by_label("지역").focus()
    page.keyboard.press("c")
    expect(page).to_have_url(page.url.split("?")[0])
    assert house.cases.get(cases[1]).owner_id is None, "a letter typed into a field claims nothing"
    page.locator(f"#open-{cases[1]}").focus()
    page.keyboard.press("c")
    expect(page.get_by_text("이 사건을 맡았어요")).to_be_visible()
    assert house.cases.get(cases[1]).owner_id == "S-kim"


def test_the_sound_rings_for_what_is_new_and_can_be_switched_off(house: House, opened: Open):
    page = opened()
    page.add_init_script(RINGS)
    page.reload()
    sound = page.get_by_role("button", name="새 긴급 사건 소리")
    house.hear("첫 번째", "emergency", "web:1")
    expect(page.locator(".desk-row")).to_have_count(1, timeout=LIVE)
    assert page.evaluate("window.tones") == 0
    sound.click()
    assert page.evaluate("window.tones") == 3
    taken = house.cases.queue()[0].id
    house.cases.take(taken, Actor("S-lee", "이둘", "caseworker"))
    house.hear("두 번째", "emergency", "web:2")
    expect(page.locator(".desk-row")).to_have_count(2, timeout=LIVE)
    assert page.evaluate("window.tones") == 6, "one goes and one comes: the count is the same, the case is new"
    page.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")
    sound.click()
    house.hear("세 번째", "emergency", "web:3")
    expect(page.locator(".desk-row")).to_have_count(3, timeout=LIVE)
    assert page.evaluate("window.tones") == 0


def test_one_claims_and_the_other_sees_it_while_typing(house: House, opened: Open):
    case = house.hear()
    first, second = opened(), opened("lee", "이둘")
    for page in (first, second):
        page.goto(f"/console/cases/{case}")
    second.get_by_text("메모", exact=True).click()
    box = second.locator("#note-text")
    box.fill("적다 만 메모")
    first.get_by_role("button", name="맡기", exact=True).click()
    expect(second.locator("#head")).to_contain_text("김하나", timeout=LIVE)
    expect(box).to_have_value("적다 만 메모")
    expect(box).to_be_focused()


def test_losing_the_server_is_loud_until_it_is_back(house: House, opened: Open):
    page = opened()
    page.context.set_offline(True)
    expect(page.locator("#lost")).to_contain_text("연결이 끊겼어요", timeout=LIVE)
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden(timeout=LIVE)


def test_a_new_line_is_shown_at_the_end_and_told(house: House, opened: Open):
    case = house.hear()
    house.talk.said["web:1"] = [Line("citizen", f"{number}번째 말이에요", house.clock()) for number in range(30)]
    page = opened()
    page.goto(f"/console/cases/{case}")
    left = "at => at.scrollHeight - at.scrollTop - at.clientHeight"
    assert page.locator("#lines").evaluate(left) < 2
    house.talk.said["web:1"].append(Line("citizen", "아직 여기 있어요", house.clock()))
    expect(page.locator("#said")).to_have_text("시민: 아직 여기 있어요", timeout=LIVE)
    assert page.locator("#lines").evaluate(left) < 2


def test_a_session_about_to_end_warns_and_stays_on_one_press(house: House, opened: Open):
    page = opened()
    house.clock.move(minutes=29)
    warning = page.get_by_role("alert")
    expect(warning).to_contain_text("곧 화면이 잠겨요", timeout=LIVE)
    page.get_by_role("button", name="계속하기").click()
    expect(warning).to_have_count(0)
    house.clock.move(minutes=5)
    page.goto("/console")
    expect(page.get_by_role("heading", level=1)).to_have_text("사건 목록")


def test_a_session_that_ended_goes_to_the_login_by_itself(house: House, opened: Open, url: str):
    page = opened()
    house.clock.move(minutes=31)
    expect(page.get_by_role("heading", level=1)).to_have_text("담당자 로그인", timeout=LIVE)
