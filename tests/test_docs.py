"""The documentation is kept true: what exists is documented, and what is documented exists.

Every test compares a page with the code or data it describes; a failure names what to write, or what to take out.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from pydantic import BaseModel

from gateway.cli import app as command_line
from gateway.settings import ROOT, Settings
from gateway.turn import STEPS
from knowledge.answer.model import RefusalType
from knowledge.answer.refusal import refusals
from knowledge.guide import SECTIONS, Eligibility, Guide, parse
from tests.doc_pages import ALL, BOT, DOCS, READMES, Page, names, table

SETTING = re.compile(r"\bIEUM_[A-Z0-9_]*[A-Z0-9]\b")
COMMANDS = DOCS["docs/commands.md"]
REFUSALS = DOCS["docs/refusals.md"]
every_page = pytest.mark.parametrize("page", ALL.values(), ids=list(ALL))


# Settings


def _known_settings() -> dict[str, str]:
    """Name and default of every setting, the default as a page writes it."""
    return {f"IEUM_{name.upper()}": _shown(field.default) for name, field in Settings.model_fields.items()}


def _shown(default: Any) -> str:
    if default is None or default == "":
        return "—"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, Path):
        default = default.relative_to(ROOT).as_posix()
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def _documented_settings() -> dict[str, list[str]]:
    sections = re.split(r"^## ", DOCS["docs/settings.md"].text, flags=re.M)
    rows = [row for section in sections for row in table(section, "setting", "default", "meaning", "example")]
    return {names(row[0])[0]: row for row in rows}


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    documented = _documented_settings()
    known = _known_settings()
    assert set(documented) == set(known)
    assert {name: row[1] for name, row in documented.items()} == known
    assert [name for name, row in documented.items() if not row[2]] == []


def _test_settings() -> set[str]:
    read = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))
    return {name for text in read for name in re.findall(r"""environ.*["'](IEUM_TEST_[A-Z_]*[A-Z])["']""", text)}


def _handed_to_rasa() -> set[str]:
    """Variables that the gateway sets for its child process; nobody else may set them."""
    return set(re.findall(r'"(IEUM_[A-Z_]+)"', (ROOT / "gateway" / "supervisor.py").read_text(encoding="utf-8")))


def test_every_variable_of_the_tests_is_documented_and_no_other() -> None:
    rows = table(DOCS["docs/settings.md"].text, "variable", "default", "meaning")
    assert {names(row[0])[0] for row in rows} == _test_settings()


@every_page
def test_a_page_names_only_settings_that_exist(page: Page) -> None:
    assert set(SETTING.findall(page.text)) - set(_known_settings()) - _test_settings() - _handed_to_rasa() == set()


# Commands


def _commands() -> dict[tuple[str, ...], list[str]]:
    """Every command of the command line with its options and arguments."""

    def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, (*path, name))
        if not hasattr(command, "commands"):
            arguments = [p.opts[0].upper() for p in command.params if p.param_type_name == "argument"]
            options = [p for p in command.params if p.param_type_name == "option"]
            yield path, arguments + [opt for p in options for opt in (*p.opts, *p.secondary_opts)]

    return dict(walk(typer.main.get_command(command_line), ()))


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_command_is_documented_with_its_options_and_no_others(path: tuple[str, ...]) -> None:
    heading = "ieum " + " ".join(path)
    section = COMMANDS.section(heading)
    assert section, f"docs/commands.md has no section '### {heading}'"
    documented = [option for row in table(section, "option") for option in names(row[0])]
    assert sorted(documented) == sorted(_commands()[path])


def test_no_section_of_a_command_is_left_over() -> None:
    headings = re.findall(r"^### ieum (.+)$", COMMANDS.text, re.M)
    assert {tuple(heading.split()) for heading in headings} == set(_commands())


@every_page
def test_every_example_of_a_command_can_be_typed(page: Page) -> None:
    wrong = []
    for line in page.commands():
        typed = re.match(r"(?:[A-Z_]+=\S+ )*(?:uv run |\.venv/bin/)?ieum (?P<rest>[a-z].*)", line)
        if typed is None:
            continue
        tokens = typed["rest"].split()
        path = next((tuple(tokens[:size]) for size in (2, 1) if tuple(tokens[:size]) in _commands()), None)
        options = [token.split("=")[0] for token in tokens if token.startswith("--") and token != "--help"]
        if path is None or not set(options) <= set(_commands()[path]):
            wrong.append(line)
    assert wrong == []


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def test_every_make_target_is_documented_and_no_other() -> None:
    documented = {names(row[0])[0].removeprefix("make ") for row in table(COMMANDS.text, "command", "does")}
    assert documented == _targets()


@every_page
def test_every_make_command_on_a_page_exists(page: Page) -> None:
    typed = [re.match(r"(?:[A-Z_]+=\S+ )*make (?P<target>[a-z-]+)", line) for line in page.commands()]
    assert {match["target"] for match in typed if match} - _targets() == set()


# Answers and guides


def test_every_refusal_type_is_documented_with_what_is_said_and_no_other() -> None:
    documented = set(re.findall(r"^## `(\w+)`$", REFUSALS.text, re.M))
    assert documented == set(refusals().types)
    for name, kind in refusals().types.items():
        section = REFUSALS.section(f"`{name}`")
        assert f"> {kind.text}\n" in section and f"> {kind.hint}\n" in section, name
        assert "When: " in section and "Next step: " in section, name


def test_every_refusal_the_code_can_give_has_words() -> None:
    assert set(typing.get_args(RefusalType)) == set(refusals().types)


def test_the_desks_of_refusals_are_documented() -> None:
    assert {row[0]: list(names(row[1])) for row in table(REFUSALS.text, "field", "desk")} == refusals().turn_to


def test_the_example_guide_is_whole_and_can_be_read() -> None:
    page = DOCS["docs/write-a-guide.md"]
    guide = parse(dict(page.marked)["guide"], "the example")
    assert guide.model_fields_set == set(Guide.model_fields)
    assert guide.eligibility and guide.eligibility.model_fields_set == set(Eligibility.model_fields)
    assert tuple(guide.sections) == SECTIONS


@pytest.mark.parametrize(("head", "schema"), [("is", Guide), ("holds when", Eligibility)])
def test_every_field_of_a_guide_is_documented(head: str, schema: type[BaseModel]) -> None:
    rows = table(DOCS["docs/write-a-guide.md"].text, "field", head)
    assert {field for row in rows for field in names(row[0])} == set(schema.model_fields)


# Dialogue


def _intents() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "bot" / "domain").glob("*.yml"):
        listed = yaml.safe_load(path.read_text(encoding="utf-8")).get("intents") or []
        found |= {name if isinstance(name, str) else next(iter(name)) for name in listed}
    return found


def test_every_intent_is_documented() -> None:
    assert _intents()
    assert sorted(intent for intent in _intents() if f"`{intent}`" not in BOT.text) == []


@pytest.mark.parametrize("page", READMES.values(), ids=list(READMES))
def test_the_steps_of_a_turn_are_told_in_order(page: Page) -> None:
    rows = table(page.text, "step", "does") or table(page.text, "걸음", "하는 일")
    assert [names(row[0])[0] for row in rows] == [step.__name__ for step in STEPS]


# Every page


@every_page
def test_no_link_is_dead(page: Page) -> None:
    dead = []
    for link in page.links:
        target, _, anchor = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        path = (page.path.parent / target).resolve() if target else page.path
        known = path.exists() and (not anchor or anchor in Page(path).anchors)
        if not known:
            dead.append(link)
    assert dead == []


@every_page
def test_every_path_on_a_page_exists(page: Page) -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var"}
    wrong = []
    for span in page.spans:
        path = re.fullmatch(r"([\w.-]+)/(?:[\w<>{},*.-]+/?)*", span)
        if path is None or path[1] not in rooms or ".venv" in span or "node_modules" in span:
            continue
        pattern = re.sub(r"<\w+>|\{\w+\}", "*", span.rstrip("/"))
        if "<name>" not in span and not list(ROOT.glob(pattern)):
            wrong.append(span)
    assert wrong == []


def test_every_page_can_be_found_from_the_index() -> None:
    index = DOCS["docs/README.md"]
    linked = {(index.path.parent / link.partition("#")[0]).resolve() for link in index.links}
    assert [name for name, page in DOCS.items() if page.path.resolve() not in linked | {index.path.resolve()}] == []


def test_both_readmes_tell_the_same() -> None:
    english, korean = READMES["README.md"], READMES["README.ko.md"]
    assert english.blocks == korean.blocks
    assert [row[:2] for row in table(english.text, "word", "Korean")] == [
        row[:2] for row in table(korean.text, "낱말", "우리말")
    ]
    own = {"README.md", "README.ko.md"}
    assert set(english.links) - own == set(korean.links) - own
    assert sorted(set(english.spans)) == sorted(set(korean.spans))
