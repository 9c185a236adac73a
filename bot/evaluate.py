"""How well intents are told apart.

bot/.venv/bin/python bot/evaluate.py --model MODEL.tar.gz --data FILE.jsonl [--mistakes] [--json OUT.json]
bot/.venv/bin/python bot/evaluate.py --cross-validate [--guides DIR] [--folds 5] [--json OUT.json]

How far it is goes to the error stream, one ``done/all`` a line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

BOT = Path(__file__).resolve().parent
sys.path.insert(0, str(BOT))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

import guide_names  # noqa: E402
import numpy as np  # noqa: E402
import yaml  # noqa: E402
from quiet import quiet  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.svm import LinearSVC  # noqa: E402

Examples = List[Tuple[str, str]]
"""Pairs of (text, intent)."""
WORDS = 50_000
"""More different morphemes than the written examples will ever have."""


class Score(NamedTuple):
    """Share of right answers in one fold or file, and the mistakes as (text, wanted, got)."""

    right: int
    total: int
    mistakes: List[Tuple[str, str, str]]

    @property
    def accuracy(self) -> float:
        return self.right / self.total if self.total else 0.0


def read_jsonl(path: Path) -> Examples:
    """Return the pairs of a file of {"text", "intent"} lines; raises ValueError naming the bad line."""
    pairs: Examples = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            pairs.append((row["text"], row["intent"]))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f'{path}:{number}: {{"text", "intent"}} 꼴이 아닙니다: {line[:80]}') from error
    return pairs


def read_nlu(folder: Path) -> Examples:
    """Return the written examples of every intent under ``folder``."""
    pairs: Examples = []
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in block:
                pairs += [(line[2:], block["intent"]) for line in block["examples"].splitlines()]
    return pairs


def judge(examples: Examples, guesses: Sequence[str]) -> Score:
    """Compare guesses with the wanted intents."""
    wrong = [(text, want, got) for (text, want), got in zip(examples, guesses, strict=True) if want != got]
    return Score(len(examples) - len(wrong), len(examples), wrong)


def with_model(model: Path, examples: Examples) -> Score:
    """Score a trained model as it serves: fallback counts as a wrong answer unless ``nlu_fallback`` is wanted."""
    from rasa.core.agent import Agent

    quiet()
    agent = Agent.load(str(model))

    async def parse_all() -> List[str]:
        found = []
        for number, (text, _) in enumerate(examples, 1):
            found.append((await agent.parse_message(text))["intent"]["name"])
            if number % 50 == 0 or number == len(examples):
                _tell(number, len(examples))
        return found

    return judge(examples, asyncio.run(parse_all()))


def cross_validate(guides: Optional[Path], folds: int) -> Dict[str, List[Score]]:
    """Score the product's classifier and two baselines on the same folds of the written examples.

    The product runs its real tokenizer, masks and pipeline; sentences generated from guide names only ever train.
    """
    from components import meaning
    from components.intent import masked, model

    meaning._cosine = _asked_once(meaning._cosine)
    settings = _settings()
    written = read_nlu(BOT / "data" / "nlu")
    generated, tokenize = _guide_knowledge(guides)
    views = {text: masked(text, tokenize(text)) for text, _ in written + generated}

    def ours(train: Examples, test: Examples) -> List[str]:
        data = train + generated
        whole = model(settings["strength"], settings["meaning"])
        # The margins alone decide the label: how sure the product is of it costs three fits more and changes nothing.
        margins = LinearSVC(C=settings["strength"], random_state=7)
        fitted = make_pipeline(whole["features"], margins).fit([views[t] for t, _ in data], [i for _, i in data])
        return list(fitted.predict([views[t] for t, _ in test]))

    words = {"analyzer": "word", "token_pattern": r"\S+"}
    chars = {"analyzer": "char_wb", "ngram_range": (1, 4)}
    contenders: Dict[str, Callable[[Examples, Examples], List[str]]] = {
        "이음(Kiwi 형태소 + 글자 + 뜻, 이름 가림)": ours,
        "기준선: 띄어쓰기 낱말": lambda train, test: _plain(words, train + generated, test),
        "기준선: 글자 n-gram": lambda train, test: _plain(chars, train + generated, test),
    }
    splits = list(StratifiedKFold(folds, shuffle=True, random_state=7).split(written, [i for _, i in written]))
    scores: Dict[str, List[Score]] = {name: [] for name in contenders}
    for fold, (train_at, test_at) in enumerate(splits):
        _tell(fold, folds)
        train, test = [written[i] for i in train_at], [written[i] for i in test_at]
        for name, contender in contenders.items():
            scores[name].append(judge(test, contender(train, test)))
    _tell(folds, folds)
    return scores


def _asked_once(cosine: Callable[[str, str], float]) -> Callable[[str, str], float]:
    """The same cosines, each pair asked of Kiwi once: the folds share nearly all of them, and asking is slow."""
    numbers: Dict[str, int] = {}
    rows: Dict[str, np.ndarray] = {}

    def remembered(one: str, other: str) -> float:
        number = numbers.setdefault(one, len(numbers))
        row = rows.get(other)
        if row is None:
            row = rows[other] = np.full(WORDS, np.inf, dtype=np.float32)
        value = row[number]
        if value == np.inf:
            value = row[number] = cosine(one, other)
        return value

    return remembered


def _tell(done: int, total: int) -> None:
    print(f"{done}/{total}", file=sys.stderr, flush=True)


def _settings() -> Dict[str, float]:
    config = yaml.safe_load((BOT.parent / "config.yml").read_text(encoding="utf-8"))
    return next(part for part in config["pipeline"] if part["name"].endswith("MaskedIntentClassifier"))


def _plain(features: Dict[str, Any], train: Examples, test: Examples) -> List[str]:
    vectors = TfidfVectorizer(sublinear_tf=True, **features)
    fitted = make_pipeline(vectors, LinearSVC(random_state=7)).fit([t for t, _ in train], [i for _, i in train])
    return list(fitted.predict([t for t, _ in test]))


def _guide_knowledge(guides: Optional[Path]) -> Tuple[Examples, Callable[[str], List[Any]]]:
    from components.kiwi import NameIndex, begins_word, morphs, shared_kiwi, to_tokens, user_words

    names: Dict[str, str] = {}
    generated: Examples = []
    if guides is not None:
        with tempfile.TemporaryDirectory() as folder:
            data = yaml.safe_load(guide_names.write(guide_names.read_guides(guides), Path(folder)).read_text("utf-8"))
        for block in data["nlu"]:
            lines = [line[2:] for line in block["examples"].splitlines()]
            if "synonym" in block:
                names.update({line: block["synonym"] for line in lines})
            else:
                generated += [(line, block["intent"]) for line in lines]
    kiwi, index = shared_kiwi(user_words(names)), NameIndex(names)

    def tokenize(text: str) -> List[Any]:
        parts = morphs(kiwi, text)
        return to_tokens(text, parts, [name for name in index.find(text) if begins_word(name, text, parts)])

    return generated, tokenize


def main(arguments: Optional[List[str]] = None) -> int:
    """Command line; returns 0 and prints the figures, 2 with a sentence for unusable input."""
    parser = argparse.ArgumentParser(description="의도 분류가 얼마나 맞는지 재요.")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--guides", type=Path, default=BOT.parent / "knowledge" / "guides")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--mistakes", action="store_true", help="틀린 문장을 보여줘요")
    parser.add_argument("--json", type=Path, help="수치를 쓸 파일")
    options = parser.parse_args(arguments)
    try:
        if options.cross_validate:
            scores = cross_validate(options.guides if options.guides.is_dir() else None, options.folds)
        elif options.model and options.data:
            scores = {options.data.name: [with_model(options.model, read_jsonl(options.data))]}
        else:
            parser.error("--cross-validate 또는 --model과 --data를 주세요.")
        _report(scores, options.mistakes)
        if options.json:
            options.json.write_text(json.dumps(_figures(scores), ensure_ascii=False), encoding="utf-8")
    except (ValueError, OSError) as error:
        print(f"[평가] {error}", file=sys.stderr)
        return 2
    return 0


def _figures(scores: Dict[str, List[Score]]) -> Dict[str, Dict[str, float]]:
    """Per contender, ours first: how many sentences, and the share told right, over all folds together."""
    return {
        name: {
            "rows": sum(s.total for s in folds),
            "accuracy": sum(s.right for s in folds) / max(1, sum(s.total for s in folds)),
        }
        for name, folds in scores.items()
    }


def _report(scores: Dict[str, List[Score]], mistakes: bool) -> None:
    for name, folds in scores.items():
        right, total = sum(s.right for s in folds), sum(s.total for s in folds)
        spread = (
            f" (접기별 {min(s.accuracy for s in folds):.3f}~{max(s.accuracy for s in folds):.3f})"
            if len(folds) > 1
            else ""
        )
        print(f"의도 정확도 {right / max(total, 1):.3f} ({right}/{total}){spread}  {name}")
    first = next(iter(scores.values()))
    pairs = Counter((want, got) for score in first for _, want, got in score.mistakes)
    for (want, got), count in pairs.most_common(12):
        print(f"  {count:3d}  {want} -> {got}")
    if mistakes:
        for score in first:
            for text, want, got in score.mistakes:
                print(f"  {want} -> {got}: {text}")


if __name__ == "__main__":
    sys.exit(main())
