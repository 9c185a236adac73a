"""The trained half: a linear model kept as plain arrays, read without pickle, run with numpy alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from casework.screening.features import marks, pieces
from casework.screening.hearing import Heard

MARK_SCALE = 0.1
META = "screening.json"


class ModelError(ValueError):
    """The model file is missing, cut short or not ours; the message names it."""


class Classifier:
    """Gives one score (log odds) per head for a message; pure, well under a millisecond.

    `weights` has one row per feature and one column per head; the first rows are word pieces (tf-idf, unit length),
    the rest are marks scaled by `MARK_SCALE`.
    """

    def __init__(self, model: Model) -> None:
        self.heads, self.stamp = model.heads, model.stamp
        self._rows = {term: row for row, term in enumerate(model.terms)}
        self._idf, self._weights, self._bias = model.idf, model.weights, model.bias

    def scores(self, line: str, heard: Heard) -> dict[str, float]:
        """Log odds by head for a plain line and what the lexicon heard in it."""
        known = [(row, count) for piece, count in pieces(line).items() if (row := self._rows.get(piece)) is not None]
        total = self._bias.copy()
        if known:
            rows = np.fromiter((row for row, _ in known), dtype=np.int64)
            values = (1 + np.log(np.fromiter((count for _, count in known), dtype=np.float32))) * self._idf[rows]
            total += (values / np.linalg.norm(values)) @ self._weights[rows]
        for mark, weight in marks(heard).items():
            if (row := self._rows.get(mark)) is not None:
                total += weight * MARK_SCALE * self._weights[row]
        return dict(zip(self.heads, total.tolist(), strict=True))


class Model(NamedTuple):
    """What training writes: features in row order, idf of the word pieces, weights, bias, heads and a content stamp."""

    terms: tuple[str, ...]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    heads: tuple[str, ...]
    stamp: str


def save(model: Model, folder: Path) -> None:
    """Write the arrays, then the small file that names them, so that a reader never sees half a model."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = folder / f"screening-{model.stamp[:16]}.npz"
    part = arrays.with_suffix(".part.npz")
    terms = np.frombuffer("\n".join(model.terms).encode(), dtype=np.uint8)
    np.savez_compressed(part, terms=terms, idf=model.idf, weights=model.weights, bias=model.bias)
    part.replace(arrays)
    meta = {"file": arrays.name, "sha256": _sha256(arrays), "heads": model.heads, "stamp": model.stamp}
    draft = folder / f"{META}.part"
    draft.write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(folder / META)


def load(folder: Path) -> Model:
    """Read a model back; raises ModelError when it is missing, altered or of another shape."""
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
        arrays = folder / Path(str(meta["file"])).name
        if _sha256(arrays) != meta["sha256"]:
            raise ModelError(f"모델 파일이 적힌 것과 달라요: {arrays}")
        with np.load(arrays, allow_pickle=False) as stored:
            terms = tuple(stored["terms"].tobytes().decode().split("\n"))
            model = Model(
                terms, stored["idf"], stored["weights"], stored["bias"], tuple(meta["heads"]), str(meta["stamp"])
            )
    except ModelError:
        raise
    except (OSError, KeyError, TypeError, ValueError) as broken:
        raise ModelError(f"모델을 읽지 못했어요: {folder} ({broken})") from broken
    if model.weights.shape != (len(model.terms), len(model.heads)) or model.bias.shape != (len(model.heads),):
        raise ModelError(f"모델의 크기가 맞지 않아요: {folder} {model.weights.shape}")
    return model


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
