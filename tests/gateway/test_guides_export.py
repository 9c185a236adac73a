"""``ieum guides export``: approved revisions become files, questions become evaluation cases; twice changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.build import Building
from gateway.cli_guides import guides_app
from gateway.offline import catalog_of
from knowledge.revisions.model import Editor, digest
from tests import house
from tests.knowledge import guides

DAHYE, BORAM = Editor("S-d", "다혜", "editor"), Editor("S-b", "보람", "operator")


@pytest.fixture
def folder(tmp_path: Path, guides_dir: Path) -> Path:
    return Path(shutil.copytree(guides_dir, tmp_path / "guides"))


@pytest.fixture
def edited(
    make_building: Callable[..., Building], folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Building:
    """A house with one approved new guide that came from the inbox, and its settings for commands."""
    building = make_building(guides_dir=folder)
    inbox = building.house.inbox
    inbox.add("unanswered", "달빛은 어떻게 보나요?", "k1")
    (group,) = inbox.groups()
    one = building.editing.save(guides.text(), None, DAHYE, base_hash=digest(None), group=group.id)
    building.editing.propose(one.number, DAHYE)
    building.editing.approve(one.number, BORAM)
    for name, value in {"HOME": home, "GUIDES_DIR": folder, "EMBEDDINGS": "none", "SECRET_KEY": house.KEY}.items():
        monkeypatch.setenv(f"IEUM_{name}", str(value))
    monkeypatch.chdir(home)
    return building


def test_the_files_and_the_cases_are_written(edited: Building, folder: Path, tmp_path: Path):
    out = tmp_path / "cases" / "inbox.jsonl"
    for number in (1, 0):
        ran = CliRunner().invoke(guides_app, ["export", "--eval", str(out)])
        assert ran.exit_code == 0 and f"안내 {number}건을 쓰고" in ran.stdout, ran.output
        assert (folder / "welfare" / "moon-voucher.md").read_text(encoding="utf-8") == guides.text()
    (case,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (case["question"], case["guides"], case["refusal"]) == ("달빛은 어떻게 보나요?", ["moon-voucher"], None)


def test_a_file_of_somebody_else_is_named_and_left(edited: Building, folder: Path):
    path = guides.write(folder, guides.text(benefit="월 4만 원, 최장 12개월"))
    ran = CliRunner().invoke(guides_app, ["export"])
    assert ran.exit_code == 2 and "welfare/moon-voucher.md" in ran.output
    assert "4만 원" in path.read_text(encoding="utf-8")


def test_commands_answer_with_what_was_approved(edited: Building):
    assert "moon-voucher" in catalog_of(edited.settings)
