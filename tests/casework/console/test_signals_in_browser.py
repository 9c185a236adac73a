"""The pages of crisis signals in a real browser: nothing for axe to find, on a phone, by keyboard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.console.desk import Desk
from casework.console.sessions import Sessions
from casework.console.signals import signals_router
from casework.privacy.vault import Vault
from casework.signals.incoming import check, sender_of
from casework.signals.service import Signals

from . import test_pages_in_browser as pages
from .hands import KEY, Clock, House, make_house

pytestmark = pytest.mark.browser
chromium, url, complaints, opened = pages.chromium, pages.url, pages.complaints, pages.opened
KINDS = ("power_cut", "water_cut", "health_insurance_arrears", "unemployment", "mail_piling")


@pytest.fixture
def house(tmp_path: Path):
    made = make_house(tmp_path, Clock())
    signals = Signals(made.cases, Vault(KEY), made.clock)
    sessions = Sessions(made.store, 30, made.clock)
    desk = Desk(made.store, made.cases, made.staff, sessions, lambda: made.health, made.talk, KEY, made.clock)
    count = len(made.app.router.routes)
    made.app.include_router(signals_router(desk, signals))
    ours = made.app.router.routes
    ours[:] = ours[count:] + ours[:count]  # the console's last route takes every address
    _fill(made, signals)
    yield made
    made.store.engine.dispose()


def _fill(house: House, signals: Signals) -> None:
    sender = sender_of("한국전력", "discovery", "api", signals.rules)
    day = (house.clock().date() - timedelta(days=12)).isoformat()
    rows = [{"kind": kind, "happened_on": day, "address": "서울 관악구 신림로 12 201호"} for kind in KINDS]
    rows.append({"kind": "single_parent", "happened_on": day, "address": "부산 사하구 하단동 1-2", "ref": "K-1"})
    found = [check(row, sender.basis, house.clock(), signals.rules) for row in rows]
    signals.take(signals.begin(sender), sender, found)
    signals.sweep()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_clean(house: House, opened: pages.Open, complaints: list[str], width: int):
    page = opened(width=width)
    page.goto("/console/signals")
    page.locator("summary", has_text="점수가 나온 까닭").first.click()
    expect(page.get_by_text("모두 더하면").first).to_be_visible()
    pages.clean(page, complaints)
    page.get_by_role("link", name="한부모").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("부산 사하구")
    pages.clean(page, complaints)


def test_a_case_is_opened_by_keyboard_alone(house: House, opened: pages.Open):
    page = opened()
    page.goto("/console/signals")
    page.get_by_role("link", name="한부모").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="사건으로 열기").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("사건 R-")
    expect(page.get_by_text("김하나 님이 위기정보를 보고 연 사건이에요").first).to_be_visible()
