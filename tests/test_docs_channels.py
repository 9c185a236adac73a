"""docs/channels.md is kept true: every channel, route, error code and example of the HTTP faces."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from gateway.settings import ROOT
from tests import house
from tests.doc_pages import DOCS, READMES, names, table

CHANNELS = DOCS["docs/channels.md"]


def _channels() -> set[str]:
    """The folders of connectors/ that create a channel."""
    found = set()
    for path in (ROOT / "connectors").glob("*/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "create" for node in tree.body):
            found.add(path.parent.name)
    return found


def test_every_channel_is_documented_and_no_other() -> None:
    assert {names(row[0])[0] for row in table(CHANNELS.text, "channel", "address")} == _channels()
    for page in READMES.values():
        assert all(f"`{channel}`" in page.text for channel in _channels()), page.name


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory, guides_dir: Path, migrated: Path) -> set[str]:
    """The path of every route of the app."""
    from gateway.app import create_app
    from gateway.build import build

    home = tmp_path_factory.mktemp("home")
    shutil.copy(migrated, home / "ieum.db")
    return set(_paths(create_app(build(house.settings(home, guides_dir))).routes))


def _paths(routes: Any) -> Iterator[str]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _paths(included.routes)
        elif path := getattr(route, "path", ""):
            yield path


def test_every_route_is_documented_and_no_other(routes: set[str]) -> None:
    documented = {re.sub(r"^(?:GET|POST) |\?.*", "", span) for span in CHANNELS.spans}
    documented |= set(re.findall(r"^## .*: (?:GET|POST) (/\S+)$", CHANNELS.text, re.M))
    documented = {path for path in documented if path.startswith("/")}
    folders = {path.removesuffix("…") for path in documented if path.endswith("/…")}
    missing = {path for path in routes - documented if not path.startswith(tuple(folders))}
    assert missing == set()
    known = {*routes, "/static/console"}
    assert {path for path in documented if not path.endswith("…")} - known == set()
    assert [folder for folder in folders if not any(path.startswith(folder) for path in routes)] == []


@cache
def _error_codes() -> dict[str, set[tuple[str, str]]]:
    """Status and code of every error literal that the web's faces and the other channels give."""
    found: dict[str, set[tuple[str, str]]] = {"Problem": set(), "Refused": set()}
    for path in (*(ROOT / "connectors").rglob("*.py"), *(ROOT / "gateway" / "papers").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        for call in calls:
            told = [str(arg.value) for arg in call.args[:2] if isinstance(arg, ast.Constant)]
            if len(told) == 2 and (name := getattr(call.func, "id", "")) in found:
                found[name].add((told[0], told[1]))
    return found


def test_every_error_code_is_documented_and_no_other() -> None:
    web, channels = CHANNELS.section("Errors").split("`/channels/kakao`", 1)
    for text, codes in ((web, _error_codes()["Problem"]), (channels, _error_codes()["Refused"])):
        rows = table(text, "status", "code", "when")
        documented = {(status, code) for row in rows for code in names(row[1]) for status in row[0].split(", ")}
        assert documented - {("503", "not_ready"), ("503", "channel_off")} == codes


@pytest.mark.parametrize("number", range(len(CHANNELS.marked)))
def test_every_json_example_has_the_shape_it_says(number: int) -> None:
    mark, body = CHANNELS.marked[number]
    many, place = re.fullmatch(r"shape: (list )?(\S+)", mark).groups()  # type: ignore[union-attr]
    module, name = place.rsplit(".", 1)
    shape: Any = getattr(importlib.import_module(module), name)
    value = json.loads(body)
    TypeAdapter(list[shape] if many else shape).validate_python(value)
    strange = [key for row in (value if many else [value]) for key in row if key not in shape.model_fields]
    assert strange == []


def test_every_json_example_says_its_shape() -> None:
    assert len([body for kind, body in CHANNELS.blocks if kind == "json"]) == len(CHANNELS.marked)
