"""``ieum purge`` and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway import cli
from gateway.build import Building
from tests.gateway.kit import rows
from tests.gateway.retention.conftest import closed_case, ended
from tests.house import KEY

run = CliRunner()


@pytest.fixture
def at_home(building: Building, monkeypatch: pytest.MonkeyPatch) -> Building:
    """The command line finds this house."""
    monkeypatch.setenv("IEUM_HOME", str(building.settings.home))
    monkeypatch.setenv("IEUM_SECRET_KEY", KEY)
    return building


def test_a_dry_run_tells_and_leaves_all(at_home: Building):
    ended(at_home, closed_case(at_home), 1_100)
    before = rows(at_home)
    told = run.invoke(cli.app, ["purge", "--dry-run"])
    assert told.exit_code == 0 and "cases" in told.output and "1" in told.output
    assert rows(at_home) == before


def test_a_run_tells_what_went_and_a_second_finds_nothing(at_home: Building):
    ended(at_home, closed_case(at_home), 1_100)
    assert "cases 1건" in run.invoke(cli.app, ["purge"]).output
    assert "지울 것이 없어요" in run.invoke(cli.app, ["purge"]).output
    assert "온전해요" in run.invoke(cli.app, ["audit", "verify"]).output


def test_a_policy_that_cannot_be_used_stops_it(at_home: Building, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "keep.yaml").write_text("version: 1\nkeep_days: {}\n")
    monkeypatch.setenv("IEUM_RETENTION_FILE", str(tmp_path / "keep.yaml"))
    ended(at_home, closed_case(at_home), 1_100)
    before = rows(at_home)
    refused = run.invoke(cli.app, ["purge"])
    assert refused.exit_code == 2 and "keep.yaml" in refused.output and rows(at_home) == before
