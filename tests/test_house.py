"""The rules of the house: which room may import which, how long a file may be, what is never committed."""

from __future__ import annotations

import ast
import json
import re
import statistics
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

ROOMS = ("knowledge", "connectors", "casework", "actions", "gateway", "bot")
MAY_IMPORT: dict[str, set[str]] = {
    "knowledge": set(),
    "connectors": set(),
    "casework": set(),
    "bot": set(),
    "actions": {"knowledge", "casework"},
    "gateway": {"knowledge", "connectors", "casework", "actions"},
}

LONGEST_FILE, LONGEST_MEDIAN = 400, 100
TEXT_SUFFIXES = {
    "", ".cfg", ".css", ".html", ".ini", ".js", ".json", ".jsonl", ".lock", ".mako", ".md", ".npmrc", ".py", ".sh",
    ".svg", ".toml", ".txt", ".yaml", ".yml",
}  # fmt: skip

# The first character of each is a class of its own, so that this file does not contain what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w./:-])[/](?:work|root)/")
SECRETS = {
    "AWS key": re.compile(r"\b[A]KIA[0-9A-Z]{16}\b"),
    "private key": re.compile(r"-----[B]EGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{16}"),
    "GitHub token": re.compile(r"\b[g]h[pousr]_[A-Za-z0-9]{36}|\b[g]ithub_pat_\w{20,}"),
    "Slack token": re.compile(r"\b[x]ox[abprs]-[A-Za-z0-9-]{10,}"),
    "API key": re.compile(r"\b[s]k-[A-Za-z0-9_-]{20,}"),
    "Telegram token": re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b"),
    "web token": re.compile(r"\b[e]yJ[A-Za-z0-9_-]{10,}\.[e]yJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "address with a password": re.compile(
        r"\b[a-z][a-z0-9+]*://[\w.-]+:[^\s@/{}<>$\"']{6,}@(?!localhost|127\.)[\w.-]+"
    ),
}
AVOIDED = re.compile(
    r"\b(?:mark\s*\.\s*(?:skip|skipif|xfail)\b|pytest\s*\.\s*(?:skip|xfail|importorskip)\b|skipTest\b)"
)


@cache
def _files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return tuple(path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file())


def _python() -> list[Path]:
    return [path for path in _files() if path.suffix == ".py"]


def _texts() -> Iterator[tuple[str, str]]:
    for path in _files():
        if path.suffix in TEXT_SUFFIXES:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno}: imports are written in full, not relative"
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            named = node.args[0] if node.args else None
            yield node.lineno, str(named.value) if isinstance(named, ast.Constant) else ""


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_between_rooms_go_one_way(room: str) -> None:
    forbidden = set(ROOMS) - MAY_IMPORT[room] - {room}
    files = [path for path in _python() if path.relative_to(ROOT).parts[0] == room]
    assert files, f"{room}/ has no Python files"
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files
        for line, module in _imports(path)
        if module.split(".")[0] in forbidden
    ]
    allowed = ", ".join(sorted(MAY_IMPORT[room])) or "no other room"
    assert not wrong, f"{room} may import {allowed}:\n" + "\n".join(wrong)


def test_no_room_is_missing_from_the_table() -> None:
    packages = {path.parent.name for path in _python() if path.name == "__init__.py" and path.parent.parent == ROOT}
    assert packages - {"tests"} <= set(ROOMS)


def test_no_python_file_is_longer_than_anyone_reads() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _python()}
    long = {path.relative_to(ROOT).as_posix(): lines for path, lines in lengths.items() if lines > LONGEST_FILE}
    assert not long, f"longer than {LONGEST_FILE} lines: {long}"
    assert statistics.median(lengths.values()) < LONGEST_MEDIAN


def test_no_path_of_somebodys_machine() -> None:
    found = [f"{name}: {hit[0]}" for name, text in _texts() if (hit := MACHINE_PATH.search(text))]
    assert not found, "\n".join(found)


def test_nothing_looks_like_a_secret() -> None:
    found = [
        f"{name}: {kind} {hit[0][:12]}…"
        for name, text in _texts()
        for kind, pattern in SECRETS.items()
        if (hit := pattern.search(text))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lock", ["requirements.lock", "bot/requirements.lock"])
def test_python_locks_pin_hashes_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    addresses = re.findall(r"^.*(?:://|--(?:extra-)?index-url|--find-links|\s@\s).*$", text, re.M)
    assert not addresses, addresses[:5]
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert packages
    unpinned = [p.split()[0] for p in packages if not re.match(r"[\w.\[\]-]+==\S+", p) or "--hash=sha256:" not in p]
    assert not unpinned, f"without a version or a hash: {unpinned[:5]}"


def test_the_npm_lock_pins_hashes_and_names_no_address() -> None:
    lock = json.loads((ROOT / "connectors" / "web" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if "integrity" not in package]
    assert not list(_addresses(lock, ""))


def _addresses(value: object, at: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "resolved":
                yield f"{at}/{key}"
            elif key not in ("license", "licenses", "funding"):
                yield from _addresses(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _addresses(inner, f"{at}/{number}")
    elif isinstance(value, str) and "://" in value:
        yield f"{at}: {value}"


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    tests = [path for path in _python() if "tests" in path.relative_to(ROOT).parts and path != Path(__file__).resolve()]
    assert tests
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tests
        if (hit := AVOIDED.search(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Telegram token", "987654321:" + "A" * 35),
        ("API key", "s" + "k-" + "a1" * 12),
        ("GitHub token", "gh" + "p_" + "a1" * 18),
        ("address with a password", "postgresql" + "://ieum:" + "hunter2hunter@db.example.go.kr/ieum"),
    ],
)
def test_the_look_out_for_secrets_sees(kind: str, text: str) -> None:
    assert SECRETS[kind].search(f"value = '{text}'")


def test_the_look_out_for_paths_sees() -> None:
    assert MACHINE_PATH.search("open('" + "/" + "work/main/x')")
    assert not MACHINE_PATH.search("https://www.example.go.kr/" + "work/list.do")
