"""The classifier's parts: masks, meanings, confidence."""

from __future__ import annotations

from typing import Any, Callable, List, Tuple

import numpy as np
import pytest
from components.intent import familiarity, masked, model
from components.margins import SureLinearSVC
from components.meaning import MeaningVectors

Tokenize = Callable[[str], List[Any]]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("청년월세 서류 뭐 내요", "행복주택 서류 뭐 내요"),
        ("서울 사는데 되나요", "부산 사는데 되나요"),
        ("26살인데 돼요?", "서른셋인데 돼요?"),
    ],
)
def test_what_is_named_does_not_change_what_is_asked(tokenize: Tokenize, text: str, other: str) -> None:
    assert masked(text, tokenize(text)) == masked(other, tokenize(other))


def views(tokenize: Tokenize, *texts: str) -> List[Tuple[str, List[str]]]:
    return [masked(text, tokenize(text)) for text in texts]


def test_meanings_bring_synonyms_near(tokenize: Tokenize) -> None:
    training = views(
        tokenize,
        "서류 내요",
        "얼마 줘요",
        "굶고 있어요",
        "전화번호 알려줘",
        "연락처 주세요",
        "증명서 떼요",
        "배고파요",
        "고맙습니다",
    )
    space = MeaningVectors(landmarks=20, dimensions=20).fit(training)
    phone, contact, hungry, nothing = space.transform(views(tokenize, "전화번호", "연락처", "배고파요", "은는이가"))
    assert phone @ contact > phone @ hungry + 0.2
    assert np.linalg.norm(phone) == pytest.approx(1.0)
    assert np.linalg.norm(nothing) == pytest.approx(0.0) or np.linalg.norm(nothing) == pytest.approx(1.0)


def test_margins_become_probabilities() -> None:
    rng = np.random.RandomState(7)
    features = np.vstack([rng.normal(centre, 1.2, (60, 2)) for centre in ((-1, -1), (1, 1), (2, -2))])
    wanted = np.repeat(["no", "yes", "other"], 60)
    for count in (3, 2):
        rows, names = features[: 60 * count], wanted[: 60 * count]
        fitted = SureLinearSVC().fit(rows, names)
        chances = fitted.predict_proba(rows)
        assert np.allclose(chances.sum(axis=1), 1.0)
        assert (fitted.classes_[chances.argmax(axis=1)] == fitted.predict(rows)).all()
        right = (fitted.predict(rows) == names).mean()
        assert abs(chances.max(axis=1).mean() - right) < 0.12, "confidence means the share of right answers"


def test_nothing_known_means_no_confidence(tokenize: Tokenize) -> None:
    training = views(tokenize, "서류 내요", "얼마 줘요", "서류 뭐 내요", "얼마 받아요", "서류요", "얼마요")
    fitted = model(1.0, 0).fit(training, ["a", "b", "a", "b", "a", "b"])
    known = dict(fitted["features"].transformer_list)["chars"].vocabulary_
    strange, usual = views(tokenize, "쿠아앍쀍뛟", "서류 내요")
    assert familiarity(strange, known) == 0.0
    assert familiarity(usual, known) == 1.0
