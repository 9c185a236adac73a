"""The project's own files agree with each other: domain, data, readme, evaluation."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Dict, List, Set

import evaluate
import pytest
import yaml

BOT = Path(__file__).resolve().parents[1]
YAML_FILES = sorted(
    [
        *BOT.glob("domain/*.yml"),
        *BOT.glob("data/**/*.yml"),
        *BOT.glob("components/data/*.yml"),
        BOT.parent / "config.yml",
    ]
)
INTENTS: List[str] = yaml.safe_load((BOT / "domain" / "intents.yml").read_text(encoding="utf-8"))["intents"]


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_every_file_parses(path: Path) -> None:
    """Rasa leaves out a domain file that does not parse without a word."""
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_every_intent_has_varied_examples_and_none_is_written_twice() -> None:
    by_intent: Dict[str, List[str]] = defaultdict(list)
    owners: Dict[str, Set[str]] = defaultdict(set)
    for text, intent in evaluate.read_nlu(BOT / "data" / "nlu"):
        by_intent[intent].append(text)
        owners["".join(text.split()).lower()].add(intent)
    assert set(by_intent) == set(INTENTS)
    assert {intent: len(texts) for intent, texts in by_intent.items() if len(texts) < 40} == {}
    assert {text: intents for text, intents in owners.items() if len(intents) > 1} == {}
    assert {
        intent: len(texts) - len(set(texts)) for intent, texts in by_intent.items() if len(texts) > len(set(texts))
    } == {}


def test_every_intent_is_explained_in_the_readme() -> None:
    readme = (BOT / "README.md").read_text(encoding="utf-8")
    assert [intent for intent in INTENTS if f"`{intent}`" not in readme] == []


def test_every_action_and_slot_is_explained_in_the_readme() -> None:
    readme = (BOT / "README.md").read_text(encoding="utf-8")
    actions = yaml.safe_load((BOT / "domain" / "actions.yml").read_text(encoding="utf-8"))["actions"]
    slots = [
        name
        for path in BOT.glob("domain/*.yml")
        for name in (yaml.safe_load(path.read_text("utf-8")).get("slots") or {})
    ]
    assert [name for name in [*actions, *slots] if f"`{name}`" not in readme] == []


def test_guide_patterns_use_known_intents_and_the_placeholder() -> None:
    patterns = yaml.safe_load((BOT / "data" / "guide_patterns.yml").read_text(encoding="utf-8"))
    assert set(patterns["patterns"]) <= set(INTENTS)
    assert all("{이름}" in form for forms in patterns["patterns"].values() for form in forms)


def test_a_held_out_file_is_scored(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("안녕하세요", "greet"), ("서류 뭐 필요해요", "ask_documents"), ("고맙습니다", "goodbye")]
    data = tmp_path / "held.jsonl"
    data.write_text(
        "\n".join(json.dumps({"text": t, "intent": i}, ensure_ascii=False) for t, i in rows), encoding="utf-8"
    )
    out = tmp_path / "figures.json"
    assert evaluate.main(["--model", str(model), "--data", str(data), "--mistakes", "--json", str(out)]) == 0
    told = capsys.readouterr()
    assert "0.667 (2/3)" in told.out
    assert "goodbye -> thank: 고맙습니다" in told.out
    assert "3/3" in told.err.splitlines()
    assert json.loads(out.read_text(encoding="utf-8")) == {"held.jsonl": {"rows": 3, "accuracy": pytest.approx(2 / 3)}}


def test_a_cosine_is_asked_for_once_and_stays_the_same() -> None:
    asked = []

    def cosine(one: str, other: str) -> float:
        asked.append((one, other))
        return float("nan") if one == "없음/NNG" else len(asked) / 4

    once = evaluate._asked_once(cosine)
    assert [once("집/NNG", "방/NNG"), once("방/NNG", "집/NNG"), once("집/NNG", "방/NNG")] == [0.25, 0.5, 0.25]
    assert math.isnan(once("없음/NNG", "방/NNG")) and math.isnan(once("없음/NNG", "방/NNG"))
    assert len(asked) == 3


@pytest.mark.parametrize("line", ["{", '{"text": "가"}', "[]"])
def test_a_bad_line_is_named(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "bad.jsonl"
    data.write_text(f'{{"text": "가", "intent": "greet"}}\n{line}\n', encoding="utf-8")
    assert evaluate.main(["--model", "x", "--data", str(data)]) == 2
    assert "bad.jsonl:2" in capsys.readouterr().err
