"""The report of an evaluation in a real browser: readable by everyone, on a phone too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from knowledge.evaluation.report import render
from tests.knowledge.evaluation.rows import a_run

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture
def report(tmp_path: Path) -> str:
    """The address of a report on disk."""
    path = tmp_path / "report.html"
    path.write_text(render(a_run()), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_accessible_and_never_wider_than_the_screen(open_page: Open, axe: Axe, report: str, width: int) -> None:
    page = open_page(report, width, 800)
    page.get_by_text("틀린 것 1개").click()
    expect(page.get_by_text("달<빛 이용권?")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_bar_is_as_long_as_its_share(open_page: Open, report: str) -> None:
    page = open_page(report)
    row = page.get_by_role("row").filter(has_text="첫째로 찾음").filter(has_text="85.7%").first
    track, bar = row.locator("rect").nth(0).bounding_box(), row.locator("rect").nth(1).bounding_box()
    assert track and bar and bar["width"] / track["width"] == pytest.approx(0.857, abs=0.01)
