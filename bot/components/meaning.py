"""Sentence vectors from the word meanings inside Kiwi's own language model; nothing to download."""

from __future__ import annotations

from collections import Counter
from typing import Any, Dict, Iterable, List, Sequence, Tuple

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from components.kiwi import loaded_kiwi

CONTENT = ("N", "V", "M", "X", "IC")
"""First letters of the Sejong tags that carry meaning; endings and particles are left to the word features."""


class MeaningVectors(BaseEstimator, TransformerMixin):
    """Turns lists of "form/TAG" morphemes into unit vectors, near each other when the words mean alike.

    Kiwi gives only the cosine of two morphemes. The most frequent ``landmarks`` content morphemes of training span the
    space: eigenvectors of their cosine matrix place each of them, and any other morpheme by its cosines to them
    (Nystroem's method). A sentence is the idf-weighted sum of its morphemes; one without known words is zero.
    """

    def __init__(self, landmarks: int = 600, dimensions: int = 200) -> None:
        self.landmarks, self.dimensions = landmarks, dimensions

    def fit(self, sentences: Sequence[Tuple[str, List[str]]], _wanted: Any = None) -> MeaningVectors:
        """Choose the landmarks and weights from (characters, morphemes) views of the training sentences."""
        counts = Counter(morph for _, morphs in sentences for morph in set(_content(morphs)))
        self.idf_ = {morph: float(np.log(len(sentences) / count)) for morph, count in counts.items()}
        self.rare_ = max(self.idf_.values(), default=1.0)
        ranked = [morph for morph, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
        self.landmarks_ = [morph for morph in ranked if np.isfinite(_cosine(morph, morph))][: self.landmarks]
        cosines = np.array([[_cosine(a, b) for b in self.landmarks_] for a in self.landmarks_])
        values, vectors = np.linalg.eigh((cosines + cosines.T) / 2)
        keep = np.argsort(values)[::-1][: self.dimensions]
        keep = keep[values[keep] > 1e-3]
        self.projection_ = vectors[:, keep] / np.sqrt(values[keep])
        self.places_: Dict[str, np.ndarray] = {}
        self._place(counts)
        return self

    def transform(self, sentences: Sequence[Tuple[str, List[str]]]) -> np.ndarray:
        """Return one row per sentence, of unit length or zero."""
        rows = np.zeros((len(sentences), self.projection_.shape[1]))
        for row, (_, morphs) in zip(rows, sentences, strict=True):
            words = list(_content(morphs))
            for word in words:
                place = self.places_.get(word)
                row += self.idf_.get(word, self.rare_) * (self._new_place(word) if place is None else place)
            row /= np.linalg.norm(row) or 1.0
        return rows

    def _place(self, morphs: Iterable[str]) -> None:
        for morph in morphs:
            self.places_[morph] = self._new_place(morph)

    def _new_place(self, morph: str) -> np.ndarray:
        cosines = np.array([_cosine(morph, landmark) for landmark in self.landmarks_])
        if not np.isfinite(cosines).all():
            return np.zeros(self.projection_.shape[1])
        place = cosines @ self.projection_
        return place / (np.linalg.norm(place) or 1.0)


def _content(morphs: Sequence[str]) -> Iterable[str]:
    return (morph for morph in morphs if morph.rpartition("/")[2].startswith(CONTENT))


def _cosine(one: str, other: str) -> float:
    """NaN when Kiwi's model holds no meaning for one of them (guide names, new words)."""
    first, second = one.rpartition("/"), other.rpartition("/")
    try:
        return float(loaded_kiwi().morpheme_similarity((first[0], first[2]), (second[0], second[2])))
    except (ValueError, KeyError):
        return float("nan")
