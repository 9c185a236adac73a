"""A real Chromium, the small house of the web tests as a process of its own, and axe-core."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "connectors" / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def web_url() -> Iterator[str]:
    """The address of the small house, served by uvicorn."""
    script = ROOT / "tests" / "connectors" / "web" / "small_desk.py"
    with subprocess.Popen([sys.executable, script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://"), "the small house did not start"
        yield url
        process.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module; closed with it, because playwright's loop must not meet asynchronous tests."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> list[str]:
    """Script errors and refusals of the content policy that the pages caused."""
    return []


@pytest.fixture
def open_page(chromium: Browser, troubles: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens an address in a fresh profile; any script error or refused inline code fails the test at its end."""
    contexts = []

    def opened(url: str, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="ko-KR", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security" in said.text else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def axe(troubles: list[str]) -> Callable[[Page], list[str]]:
    """What axe-core complains about on a page (WCAG 2.1 A and AA and best practices), one line per rule."""
    source = AXE.read_text(encoding="utf-8")

    def complaints(page: Page) -> list[str]:
        before = list(troubles)
        page.evaluate(source)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        troubles[:] = before  # axe itself tries an inline style, which the policy rightly refuses
        return [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in found]

    return complaints
