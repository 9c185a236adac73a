"""Shared fixtures: the real Kiwi, the real rules, and (only where a test asks) a trained model and a running Rasa."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

import pytest

BOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BOT), str(BOT / "tests")]
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

TODAY = date(2026, 11, 22)
NAMES = {
    "청년월세": "youth-rent",
    "청년 월세 지원": "youth-rent",
    "행복주택": "happy",
    "차상위": "near-poor",
    "129": "call-129",
    "장애인연금": "disability-pension",
    "전세임대": "ambiguous",
}


@pytest.fixture(scope="session")
def tokenize() -> Callable[[str], List[Any]]:
    """Text to Rasa tokens as the product's tokenizer makes them, with a handful of guide names."""
    from components.kiwi import begins_word, morphs, shared_kiwi, to_tokens, user_words
    from components.names import NameIndex

    kiwi, index = shared_kiwi(user_words(NAMES)), NameIndex(NAMES)

    def run(text: str) -> List[Any]:
        parts = morphs(kiwi, text)
        return to_tokens(text, parts, [name for name in index.find(text) if begins_word(name, text, parts)])

    return run


@pytest.fixture(scope="session")
def entities(tokenize: Callable[[str], List[Any]]) -> Callable[[str], List[Tuple[str, Any]]]:
    """Text to (entity, value) pairs on a fixed day."""
    from components.entities import extract

    return lambda text: [(span.entity, span.value) for span in extract(text, tokenize(text), TODAY)]


@pytest.fixture(scope="session")
def model() -> Path:
    """The product's trained model; trained once per content of its inputs and kept under bot/models."""
    import train

    guides = Path(os.environ.get("IEUM_GUIDES_DIR", BOT.parent / "knowledge" / "guides"))
    return train.ensure_model(
        guides, Path(os.environ.get("IEUM_BOT_MODELS", BOT / "models" / "tests")), False, train.rasa_train, print
    )


@pytest.fixture(scope="session")
def rasa(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A running Rasa server, started as the product starts it, with a small real action server behind it."""
    from rasa_process import RasaProcess

    with RasaProcess(model, tmp_path_factory.mktemp("rasa")) as process:
        yield process
