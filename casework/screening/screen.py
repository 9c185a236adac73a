"""The one public call of this room: is somebody at risk in this message?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casework.screening.classifier import META, Classifier, ModelError, load
from casework.screening.decide import by_both, by_ear, thresholds
from casework.screening.hearing import hear
from casework.screening.screening import Screening, merged
from casework.screening.text import Reading, read

__all__ = ["Screener", "Screening", "is_current", "train"]

_TURNS = 3
_PART = 2
_SHORT = 3


def train(out: Path) -> dict[str, object]:
    """Train the classifier from the committed examples into `out` (about ten seconds); returns counts and the stamp."""
    from casework.screening import training  # scikit-learn is heavy and only training needs it

    return training.train(out)


def is_current(model_dir: Path) -> bool:
    """Whether the folder holds a whole model of the examples and word lists committed now."""
    from casework.screening import stamp

    return stamp.is_current(model_dir)


class Screener:
    """Screens messages; pure after construction, offline, a few milliseconds, never raises for any str.

    Without a model, or with a broken one, it works on the lexicon alone and `notice` says so.
    """

    def __init__(self, model_dir: Path | None = None) -> None:
        self.notice: str | None = None
        self._classifier: Classifier | None = None
        if model_dir is None or not (model_dir / META).exists():
            self.notice = "선별 모델이 아직 없어서 낱말 목록만으로 듣고 있어요."
        else:
            try:
                self._classifier = Classifier(load(model_dir))
            except ModelError as broken:
                self.notice = f"{broken} 낱말 목록만으로 듣고 있어요."
        self.screen("준비")

    def screen(self, text: str, history: Sequence[str] = ()) -> Screening:
        """Judge a message in the light of the person's earlier messages (oldest first, this one left out).

        An earlier danger already judged is not counted again: it only matters when this message makes it worse.
        """
        alone = self._one(text)
        earlier = [said for said in history[-_TURNS:] if said.strip()]
        if not earlier or not text.strip():
            return alone
        before = self._one("\n".join(earlier))
        joined = self._one("\n".join([*earlier, text]))
        return joined if joined.rank > max(before.rank, alone.rank) else alone

    def by_classifier(self, text: str) -> Screening:
        """The classifier's judgement without the lexicon's signals, for comparison; needs a model (ValueError)."""
        if self._classifier is None:
            raise ValueError(f"비교하려면 선별 모델이 있어야 해요. {self.notice}")
        reading = read(text)
        heard = hear(reading)
        deaf = heard._replace(level=None, signals=(), silenced=(), firm=False)
        return by_both(deaf, self._classifier.scores(reading.line, heard))

    def _one(self, text: str) -> Screening:
        reading = read(text)
        whole = self._part(reading, 0.0)
        if len(reading.sentences) < _SHORT:
            return whole
        discount = thresholds().part_discount
        return merged([whole, *(self._part(part, discount) for part in _parts(reading))])

    def _part(self, reading: Reading, discount: float) -> Screening:
        heard = hear(reading)
        if self._classifier is None:
            return by_ear(heard)
        return by_both(heard, self._classifier.scores(reading.line, heard), discount=discount)


def _parts(reading: Reading) -> list[Reading]:
    """Every run of two neighbouring sentences, so that one cry in a long letter is not drowned."""
    last = len(reading.sentences) - _PART + 1
    return [reading.part(at, at + _PART) for at in range(last)]
