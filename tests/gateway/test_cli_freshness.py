"""ieum guides freshness: tables on the screen, the same as JSON and as a page, and nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from tests.knowledge import guides


@pytest.fixture
def home(tmp_path: Path, guides_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IEUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IEUM_GUIDES_DIR", str(guides_dir))
    return tmp_path


def test_the_report_is_shown_and_written(home: Path, guides_dir: Path):
    before = {path: path.read_bytes() for path in guides_dir.rglob("*.md")}
    ran = CliRunner().invoke(app, ["guides", "freshness", "--out", "r.json", "--html", "r.html", "--days", "60"])
    assert ran.exit_code == 0 and f"안내 {len(before)}건" in ran.stdout
    report, page = json.loads((home / "r.json").read_text()), (home / "r.html").read_text()
    assert report["guides"] == len(before) and report["counts"]["old"] > 0
    assert page.count("<tr>") == len(report["findings"]) + len(report["ages"]) + 2
    assert all(finding["guide"] in page for finding in report["findings"])
    assert {path: path.read_bytes() for path in guides_dir.rglob("*.md")} == before


def test_what_a_guide_says_is_no_markup_on_the_page(home: Path, guides_dir: Path, tmp_path: Path):
    folder = tmp_path / "home" / "guides"
    guides.write(folder, guides.text(url="https://moon.example/<script>"))
    assert CliRunner().invoke(app, ["guides", "freshness", "--html", "r.html"]).exit_code == 0
    page = (home / "r.html").read_text()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_file_that_cannot_be_written_is_told_in_a_line(home: Path):
    ran = CliRunner().invoke(app, ["guides", "freshness", "--out", "no/such/r.json"])
    assert ran.exit_code == 2 and "쓸 수 없어요" in ran.output and "Traceback" not in ran.output
