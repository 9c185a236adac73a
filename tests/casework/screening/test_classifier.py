"""The model file: plain arrays, whole or refused, never a pickle."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from casework.screening.classifier import META, Classifier, ModelError, load
from casework.screening.hearing import hear
from casework.screening.screen import Screener, is_current
from casework.screening.text import read
from casework.screening.training import HEADS


@pytest.fixture
def copied(model_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_dir, tmp_path / "model"))


def arrays(folder: Path) -> Path:
    return folder / json.loads((folder / META).read_text())["file"]


def test_a_trained_model_is_whole_and_current(model_dir: Path) -> None:
    assert is_current(model_dir)
    assert load(model_dir).heads == HEADS


def test_scores_separate_danger_from_a_question(model_dir: Path) -> None:
    classifier = Classifier(load(model_dir))
    danger, question = (read(text) for text in ("사흘째 굶고 있어요", "청년월세 신청 서류가 뭐예요"))
    assert classifier.scores(danger.line, hear(danger))["risk"] > 0
    assert classifier.scores(question.line, hear(question))["risk"] < 0


def test_a_cut_file_is_refused(copied: Path) -> None:
    path = arrays(copied)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match="달라요"):
        load(copied)
    assert not is_current(copied)


@pytest.mark.parametrize("meta", ["", "[]", "{}", '{"file": "../../x.npz", "sha256": "", "heads": [], "stamp": ""}'])
def test_a_broken_meta_file_is_refused(copied: Path, meta: str) -> None:
    (copied / META).write_text(meta)
    with pytest.raises(ModelError):
        load(copied)


def test_a_pickle_in_the_arrays_is_never_opened(copied: Path) -> None:
    import hashlib

    path = arrays(copied)
    with path.open("wb") as file:
        np.savez(file, terms=np.array([{"a": 1}], dtype=object))
    meta = json.loads((copied / META).read_text()) | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (copied / META).write_text(json.dumps(meta))
    with pytest.raises(ModelError):
        load(copied)


def test_with_a_broken_model_the_lexicon_still_hears_and_says_so(copied: Path) -> None:
    arrays(copied).unlink()
    screener = Screener(copied)
    assert screener.notice is not None
    assert "낱말 목록만으로" in screener.notice
    assert screener.screen("더는 못 버티겠어요. 다 끝내고 싶어요").level == "high"
