"""``ieum collect``: what it says without keys, with wrong names, and about where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.cli import app


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IEUM_HOME", str(home))


def test_an_unknown_source_is_named_with_those_there_are() -> None:
    found = CliRunner().invoke(app, ["collect", "g2b", "naver"])
    assert found.exit_code == 2 and "naver" in found.output and "bokjiro" in found.output


def test_a_source_without_its_key_is_told() -> None:
    found = CliRunner().invoke(app, ["collect", "youthcenter"])
    assert found.exit_code == 1 and "IEUM_YOUTHCENTER_KEY" in found.output
    assert CliRunner().invoke(app, ["collect"]).exit_code == 0


def test_the_state_of_nothing_is_an_empty_table() -> None:
    found = CliRunner().invoke(app, ["collect", "--state"])
    assert found.exit_code == 0 and "수집처" in found.output
