"""A house to test in: a folder of few real guides, a migrated database, an index made once, settings of our own."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from gateway.settings import ROOT, Settings
from knowledge.guide import load

GUIDES = ROOT / "knowledge" / "guides"
KEY = "test-key-that-is-long-enough-for-every-signature"
CHOSEN = (
    "housing-youth-monthly-rent", "happy-housing-youth", "housing-benefit", "ds-application-docs-common",
    "ds-application-forms", "ds-docs-cloud", "ds-definition", "ds-helpdesk", "pps-callcenter", "call-109",
    "call-129", "emergency-welfare-livelihood", "emergency-welfare-criteria", "legal-aid",
    "youth-ontong-platform", "myhome-portal-center", "mind-crisis-1577-0199", "median-income-2025",
    "median-income-2027", "youth-leap-account", "culture-card", "youth-seoul-allowance", "youth-kua-type1",
    "single-parent", "livelihood-benefit",
)  # fmt: skip
"""Of every kind something: programmes, contacts, rules; open, closed, ended, past and future ones."""

RENT = "housing-youth-monthly-rent"
FORMS = ("ds-application-docs-common", "ds-application-forms")


def settings(home: Path, guides: Path, **more: Any) -> Settings:
    """Settings as a test wants them: no .env, lexical search, no Rasa, nothing of the developer's."""
    chosen: dict[str, Any] = {
        "home": home, "guides_dir": guides, "embeddings": "none", "rasa_enabled": False, "secret_key": KEY,
        "public_url": "https://ieum.example", "auditor_enabled": False,
    }  # fmt: skip
    return Settings(_env_file=None, **(chosen | more))  # type: ignore[call-arg]


_MENTIONS = re.compile(r"^(?:see_also|part_of):(?: .*)?\n(?:- .*\n)*", re.M)


def few_guides(folder: Path) -> Path:
    """Copy CHOSEN and whatever they point at into ``folder``."""
    paths = {path.stem: path for path in GUIDES.glob("*/*.md")}
    open_ids, done = list(CHOSEN), set()
    while open_ids:
        guide = load(paths[open_ids.pop()])
        if guide.id in done:
            continue
        done.add(guide.id)
        open_ids += [*guide.same_as, *guide.replaced_by]
        target = folder / guide.domain / paths[guide.id].name
        target.parent.mkdir(parents=True, exist_ok=True)
        # What a guide only mentions would lead to all the others.
        target.write_text(_MENTIONS.sub("", paths[guide.id].read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def index_code() -> str:
    """Changes whenever the code that makes an index does, which a snapshot's own name does not tell."""
    digest = hashlib.sha256(version("kiwipiepy").encode())
    for path in sorted((ROOT / "knowledge" / "index").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
