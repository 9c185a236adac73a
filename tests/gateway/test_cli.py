"""The command line: one question or a file of them; a bad line is named and leaves everything as it was."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateway import cli
from gateway.assessing import OUTCOMES
from tests import house
from tests.gateway.test_assessing import YOUNG
from tests.house import FORMS, RENT

QUESTIONS = [
    ("q1", "청년월세 지원 얼마까지 되나요?"),
    ("q2", "디지털서비스 심사 서류 뭐 내요?"),
    ("q3", "내년 로또 번호 알려줘"),
]
TEXTS = [
    "더는 못 버티겠어요. 다 끝내고 싶어요",
    "옆집 할아버지가 며칠째 안 보이고 우편물이 쌓여 있어요",
    "청년월세 서류 알려 주세요",
]
Ieum = Callable[..., "Ran"]


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def ieum(
    home: Path, guides_dir: Path, screening_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Ieum:  # fmt: skip
    """Runs a command in a folder without an .env, over a home of its own."""
    shutil.copytree(screening_model, home / "models" / "screening")
    monkeypatch.chdir(tmp_path)
    for name, value in {"HOME": home, "GUIDES_DIR": guides_dir, "EMBEDDINGS": "none", "SECRET_KEY": house.KEY}.items():
        monkeypatch.setenv(f"IEUM_{name}", str(value))

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["ieum", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


def jsonl(path: Path, *rows: Any) -> Path:
    """A file of JSON lines; bytes stand as they are."""
    path.write_bytes(b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows))
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_question_is_answered_on_the_screen(ieum: Ieum):
    ran = ieum("ask", QUESTIONS[0][1])
    assert ran.code == 0 and "20만 원" in ran.out and "Traceback" not in ran.err


def test_a_file_of_questions_is_answered_line_by_line(ieum: Ieum, tmp_path: Path):
    source = jsonl(tmp_path / "in.jsonl", *({"id": i, "question": q} for i, q in QUESTIONS))
    assert ieum("ask", "--batch", source, "--out", tmp_path / "out.jsonl").code == 0
    rent, forms, lottery = read(tmp_path / "out.jsonl")
    assert [rent["id"], forms["id"], lottery["id"]] == ["q1", "q2", "q3"]
    assert rent["citations"][0]["id"] in (RENT, "youth-monthly-rent") and rent["refusal"] is None
    assert forms["citations"][0]["id"] in FORMS and lottery["refusal"] == "out_of_area"


def test_search_gives_ids_and_falling_scores(ieum: Ieum, tmp_path: Path):
    source = jsonl(tmp_path / "in.jsonl", *({"id": i, "question": q} for i, q in QUESTIONS))
    assert ieum("search", "--batch", source, "--out", tmp_path / "out.jsonl", "--top", 3).code == 0
    for row in read(tmp_path / "out.jsonl"):
        scores = [result["score"] for result in row["results"]]
        assert set(row) == {"id", "results"} and len(scores) <= 3 and scores == sorted(scores, reverse=True)
    assert RENT in ieum("search", "청년월세").out


def test_screening_a_file(ieum: Ieum, tmp_path: Path):
    source = jsonl(tmp_path / "in.jsonl", *({"id": n, "text": text} for n, text in enumerate(TEXTS)))
    ran = ieum("screen", "--batch", source)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["risk"], row["subject"]) for row in rows] == [(True, "self"), (True, "other"), (False, None)]
    assert all({"id", "risk", "immediate", "level", "subject", "kinds", "score"} == set(row) for row in rows)


def test_a_foreign_corpus_is_indexed_and_searched(ieum: Ieum, tmp_path: Path):
    rows = {"id": "a", "title": "달빛", "text": "밤에 달을 봐요"}, {"id": "b", "text": "빵을 나눠요"}
    corpus = jsonl(tmp_path / "c.jsonl", *rows)
    assert ieum("index", "--source", corpus, "--out", tmp_path / "idx", "--no-vectors").code == 0
    source = jsonl(tmp_path / "in.jsonl", {"id": 1, "question": "달 보는 곳"})
    assert ieum("search", "--index", tmp_path / "idx", "--batch", source, "--out", tmp_path / "out.jsonl").code == 0
    assert read(tmp_path / "out.jsonl")[0]["results"][0]["id"] == "a"


BAD_LINES = {
    "no json": b"{", "a list": b"[]", "no text": b'{"id": 1}', "text a number": b'{"text": 3, "question": 3}',
    "not utf-8": '{"text": "월세", "question": "월세"}'.encode("cp949"), "deep": b"[" * 100_000,
    "half a letter": b'{"text": "\\ud800", "question": "\\ud800"}', "nul": b"\x00",
}  # fmt: skip


@pytest.mark.parametrize("command", ["ask", "search", "screen"])
@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_named_and_an_old_result_stays(ieum: Ieum, tmp_path: Path, command: str, line: bytes):
    good = {"id": 1, "text": "안녕하세요", "question": "청년월세"}
    source, out = jsonl(tmp_path / "in.jsonl", good, b"", line, good), tmp_path / "out.jsonl"
    out.write_text("지난번 결과")
    ran = ieum(command, "--batch", source, "--out", out)
    assert ran.code == 2 and "in.jsonl 3번째 줄" in ran.err and "Traceback" not in ran.err
    assert out.read_text() == "지난번 결과"


def test_a_file_with_a_byte_order_mark_is_read(ieum: Ieum, tmp_path: Path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + '{"id": 1, "question": "청년월세"}'.encode())
    assert json.loads(ieum("search", "--batch", source).out)["id"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask",), "하나를 주세요"),
        (("search", "월세", "--index", "."), "색인"),
        (("search", "월세", "--index", "gone"), "색인"),
        (("search", "월세", "--top", "0"), "top"),
        (("ask", "--batch", "gone.jsonl"), "gone.jsonl"),
        (("index", "--source", "gone"), "gone"),
        (("index", "--source", "bad.jsonl", "--out", "x"), "bad.jsonl 1번째 줄"),
        (("index", "--source", "empty", "--out", "x"), "안내 파일"),
        (("screen", "--batch", "good.jsonl", "--out", "no/such/folder/out.jsonl"), "쓸 수 없어요"),
        (("staff", "add", "minji", "--role", "king"), "king"),
        (("sing",), "sing"),
    ],
)
def test_a_wrong_call_is_told_in_a_line(ieum: Ieum, tmp_path: Path, arguments: tuple[str, ...], says: str):
    jsonl(tmp_path / "bad.jsonl", b"{")
    jsonl(tmp_path / "good.jsonl", {"id": 1, "text": "안녕"})
    (tmp_path / "empty").mkdir()
    ran = ieum(*arguments)
    assert ran.code == 2 and says in ran.err + ran.out and "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("name", "value"), [("IEUM_PORT", "99999"), ("IEUM_EMBEDDINGS", "word2vec"), ("IEUM_CLOCK_SECONDS", "0")]
)
def test_an_unusable_setting_is_named(ieum: Ieum, monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    ran = ieum("screen", "안녕")
    assert ran.code == 2 and name in ran.err and value in ran.err and "Traceback" not in ran.err


def test_an_unusable_secret_is_not_shown(ieum: Ieum, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / ".env").write_text("IEUM_SMTP_PASSWORD=hunter2-hunter2\nIEUM_PORT=abc\n")
    ran = ieum("screen", "안녕")
    assert ran.code == 2 and "hunter2" not in ran.err + ran.out and "IEUM_PORT" in ran.err


def test_broken_guides_are_all_named(ieum: Ieum, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    folder = tmp_path / "guides" / "welfare"
    folder.mkdir(parents=True)
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text("---\nid: [\n---\n")
    monkeypatch.setenv("IEUM_GUIDES_DIR", str(folder.parent))
    ran = ieum("ask", "월세")
    assert ran.code == 2 and "one.md" in ran.err and "two.md" in ran.err and "Traceback" not in ran.err


def test_a_caseworker_is_added_once_and_the_password_shown_once(ieum: Ieum, home: Path):
    ran = ieum("staff", "add", "minji", "--name", "민지", "--district", "서울특별시 관악구")
    password = ran.out.rsplit(" ", 1)[1].strip()
    assert ran.code == 0 and len(password) >= 12
    assert password.encode() not in b"".join(path.read_bytes() for path in home.glob("ieum.db*"))
    again = ieum("staff", "add", "minji")
    assert again.code == 2 and "minji" in again.err


def test_the_audit_chain_is_whole_and_a_change_is_found(ieum: Ieum, home: Path):
    import sqlite3

    ieum("staff", "add", "minji")
    ieum("staff", "add", "hana")
    assert ieum("audit", "verify").code == 0
    with sqlite3.connect(home / "ieum.db") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(audit)")]
        changed = next(name for name in ("subject", "target", "what", "action", "data") if name in columns)
        database.execute(f"UPDATE audit SET {changed} = 'x' WHERE rowid = (SELECT min(rowid) FROM audit)")
    ran = ieum("audit", "verify")
    assert ran.code == 2 and "끊겼어요" in ran.err


def test_the_installed_command_starts(tmp_path: Path):
    command = Path(sys.executable).with_name("ieum")
    found = subprocess.run([command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0
    assert all(name in found.stdout for name in ("serve", "ask", "search", "screen", "index", "eval", "staff", "audit"))


def test_a_file_of_profiles_is_judged_line_by_line(ieum: Ieum, tmp_path: Path):
    source = jsonl(tmp_path / "in.jsonl", {"id": "a", "profile": YOUNG}, {"id": "b", "profile": {}})
    assert ieum("assess", "--batch", source, "--out", tmp_path / "out.jsonl").code == 0
    first, second = read(tmp_path / "out.jsonl")
    assert set(first) == {"id", *OUTCOMES} and first["id"] == "a" and "housing-benefit" in first["eligible"]
    assert "culture-card" in first["ineligible"] and "culture-card" in second["undecided"]


@pytest.mark.parametrize(
    ("line", "says"),
    [({"id": 1}, "profile"), ({"id": 1, "profile": 3}, "JSON 객체"), ({"profile": {"age": 300}}, "120"),
     ({"profile": {"employment": "king"}}, "student")],
)  # fmt: skip
def test_a_bad_profile_of_a_file_is_named_and_an_old_result_stays(
    ieum: Ieum,
    tmp_path: Path,
    line: dict[str, Any],
    says: str,
):
    source, out = jsonl(tmp_path / "in.jsonl", {"id": 1, "profile": {}}, line), tmp_path / "out.jsonl"
    out.write_text("지난번 결과")
    ran = ieum("assess", "--batch", source, "--out", out)
    assert ran.code == 2 and "in.jsonl 2번째 줄" in ran.err and says in ran.err and "Traceback" not in ran.err
    assert out.read_text() == "지난번 결과"


def test_one_profile_on_the_command_line(ieum: Ieum):
    assert "housing-benefit" in json.loads(ieum("assess", json.dumps(YOUNG)).out)["eligible"]
    for bad in ("{", "[]", '{"age": -1}'):
        ran = ieum("assess", bad)
        assert ran.code == 2 and "Traceback" not in ran.err and ran.err
