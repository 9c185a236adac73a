"""Compares intent classifiers as whole Rasa pipelines on the same folds; the table of docs/adr/0002-classifier.md.

bot/.venv/bin/python bot/compare.py --guides knowledge/guides [--folds 3] [--only 이름 ...]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

BOT = Path(__file__).resolve().parent
sys.path.insert(0, str(BOT))
os.environ.update(RASA_TELEMETRY_ENABLED="false", RASA_MAX_CACHE_SIZE="0")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import guide_names  # noqa: E402
import yaml  # noqa: E402
from evaluate import Examples, Score, judge, read_nlu  # noqa: E402
from quiet import quiet  # noqa: E402
from sklearn.model_selection import StratifiedKFold  # noqa: E402

KIWI: List[Dict[str, Any]] = [{"name": "components.kiwi.KiwiTokenizer"}]
COUNTS: List[Dict[str, Any]] = [
    {"name": "CountVectorsFeaturizer", "use_lemma": True},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
DIET: Dict[str, Any] = {
    "name": "DIETClassifier",
    "epochs": 40,
    "entity_recognition": False,
    "random_seed": 7,
    "run_eagerly": False,
    "constrain_similarities": True,
}
OURS: Dict[str, Any] = {"name": "components.intent.MaskedIntentClassifier", "strength": 1.0}
PIPELINES: Dict[str, List[Dict[str, Any]]] = {
    "whitespace-lr": [
        {"name": "WhitespaceTokenizer"},
        *COUNTS,
        {"name": "LogisticRegressionClassifier", "max_iter": 300},
    ],
    "kiwi-lr": [*KIWI, *COUNTS, {"name": "LogisticRegressionClassifier", "max_iter": 300}],
    "kiwi-diet": [*KIWI, *COUNTS, DIET],
    "masked-svm": [*KIWI, {**OURS, "meaning": 0}],
    "masked-svm-meaning": [*KIWI, {**OURS, "meaning": 2.0}],
}


def write_nlu(examples: Examples, path: Path) -> None:
    """Write examples as Rasa training data."""
    by_intent: Dict[str, List[str]] = {}
    for text, intent in examples:
        by_intent.setdefault(intent, []).append(text)
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)
        for intent, lines in sorted(by_intent.items())
    ]
    path.write_text('version: "3.1"\nnlu:\n' + "".join(blocks), encoding="utf-8")


def run_fold(pipeline: Sequence[Dict[str, Any]], train: Examples, test: Examples, guides: Path) -> Dict[str, Any]:
    """Train one pipeline, parse the held-out sentences; returns the score, seconds to train and ms per sentence."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    quiet()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_nlu(train, work / "nlu.yml")
        (work / "guides.yml").write_bytes(guides.read_bytes())
        config = {"recipe": "default.v1", "language": "ko", "assistant_id": "compare", "pipeline": list(pipeline)}
        (work / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        (work / "data").mkdir()
        (work / "nlu.yml").rename(work / "data" / "nlu.yml")
        (work / "guides.yml").rename(work / "data" / "guides.yml")
        started = time.process_time()
        model = train_nlu(str(work / "config.yml"), str(work / "data"), str(work / "models"))
        trained = time.process_time() - started
        agent = Agent.load(str(model))

        async def parse() -> List[str]:
            return [str((await agent.parse_message(text))["intent"]["name"]) for text, _ in test]

        started = time.process_time()
        score = judge(test, asyncio.run(parse()))
        parsed = time.process_time() - started
        size = Path(str(model)).stat().st_size
    return {"score": score, "train": trained, "parse": 1000 * parsed / len(test), "size": size}


def main(arguments: Optional[List[str]] = None) -> int:
    """Command line; prints one line per pipeline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guides", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=sorted(PIPELINES), default=list(PIPELINES))
    options = parser.parse_args(arguments)
    written = read_nlu(BOT / "data" / "nlu")
    intents = [intent for _, intent in written]
    splits = list(StratifiedKFold(options.folds, shuffle=True, random_state=7).split(written, intents))
    with tempfile.TemporaryDirectory() as folder:
        guides = guide_names.write(guide_names.read_guides(options.guides), Path(folder))
        for name in options.only:
            folds = [
                run_fold(PIPELINES[name], [written[i] for i in train], [written[i] for i in test], guides)
                for train, test in splits
            ]
            _print(name, folds)
    return 0


def _print(name: str, folds: List[Dict[str, Any]]) -> None:
    scores: List[Score] = [fold["score"] for fold in folds]
    right, total = sum(s.right for s in scores), sum(s.total for s in scores)
    mean = {key: sum(fold[key] for fold in folds) / len(folds) for key in ("train", "parse", "size")}
    print(
        f"{name:20s} {right / total:.3f} ({min(s.accuracy for s in scores):.3f}~{max(s.accuracy for s in scores):.3f})"
        f" train {mean['train']:.0f} cpu-s, parse {mean['parse']:.1f} cpu-ms, model {mean['size'] / 1e6:.1f} MB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
