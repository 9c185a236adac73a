"""``ieum demo``: invented cases and a guide to look around in, marked as drills wherever they show."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from casework.cases import Cases, Heard
from casework.policy import PolicySource
from casework.store import open_store
from gateway import migrate
from gateway.build import now
from gateway.keys import vault_of
from gateway.settings import Settings

DATA = Path(__file__).parent / "data" / "demo.yaml"
GUIDES = Path(__file__).parent / "data" / "demo_guides"


def fill(settings: Settings) -> int:
    """Open the invented cases and copy the invented guides (a second call changes nothing); returns how many cases.

    The guides go to ``home/guides``; a running gateway answers with them within seconds.
    """
    shutil.copytree(GUIDES, settings.home / "guides", dirs_exist_ok=True)
    settings.home.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    cases = Cases(open_store(settings.database), PolicySource(settings.policy_file), vault_of(settings), now)
    invented = yaml.safe_load(DATA.read_text(encoding="utf-8"))["cases"]
    for number, case in enumerate(invented):
        heard = Heard(case["level"], case["subject"], tuple(case["kinds"]), case["level"] == "emergency", 0.9)
        cases.hear(
            conversation=f"demo-{number}", channel="demo", heard=heard, quote=f"[시험] {case['quote']}",
            event_key=f"demo:{number}", test=True,
        )  # fmt: skip
    return len(invented)
