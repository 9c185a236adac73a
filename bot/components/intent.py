"""Intent classifier: morphemes, characters and meanings of the masked sentence, a linear SVM on top."""

from __future__ import annotations

from datetime import date
from typing import Any, Container, Dict, List, Optional, Sequence, Tuple

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline

from components.entities import extract
from components.margins import SureLinearSVC
from components.meaning import MeaningVectors
from components.rules.span import Span

MASKS = {"guide": "①", "region": "②", "region_part": "②", "age": "③", "age_range": "③", "money_won": "④", "number": "⑤"}
"""What a question asks does not depend on which programme, place or number it names: each becomes one sign."""

_ANY_DAY = date(2000, 1, 1)


def masked(text: str, tokens: Sequence[Token]) -> Tuple[str, List[str]]:
    """Return the sentence as the classifier sees it: (characters without spaces, morphemes), both masked."""
    spans = [span for span in extract(text, tokens, _ANY_DAY) if span.entity in MASKS]
    chars = "".join(_replace(text, spans).split()).lower()
    words: List[str] = []
    for token in tokens:
        span = next((s for s in spans if s.start <= token.start < s.end), None)
        if span is None:
            words += token.data["morphs"]
        elif not words or words[-1] != MASKS[span.entity]:
            words.append(MASKS[span.entity])
    return chars, words


def _replace(text: str, spans: List[Span]) -> str:
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + MASKS[span.entity] + text[span.end :]
    return text


def familiarity(view: Tuple[str, List[str]], known: Container[str]) -> float:
    """Return how much of a sentence was ever seen in training, 0 to 1: a classifier must not be sure of the rest.

    ``known`` holds the character n-grams of training. Full marks are given from half of the bigrams on.
    """
    text = _chars(view)
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return min(1.0, 2 * sum(pair in known for pair in pairs) / len(pairs))


def _chars(view: Tuple[str, List[str]]) -> str:
    return f"^{view[0]}$"


def _words(view: Tuple[str, List[str]]) -> List[str]:
    return ["^", *view[1], "$"]


def model(strength: float, meaning: float) -> Pipeline:
    """Return the untrained sklearn pipeline over ``masked`` views.

    ``strength`` is LinearSVC's C, ``meaning`` the weight of the meaning vectors beside words and characters (0: none).
    """
    words = TfidfVectorizer(analyzer="word", preprocessor=_words, tokenizer=_same, token_pattern=None,
                            lowercase=False, ngram_range=(1, 2), sublinear_tf=True)  # fmt: skip
    chars = TfidfVectorizer(
        analyzer="char", preprocessor=_chars, lowercase=False, ngram_range=(1, 4), sublinear_tf=True
    )
    parts = [("words", words), ("chars", chars)]
    if meaning:
        parts.append(("meaning", MeaningVectors()))
    union = FeatureUnion(parts, transformer_weights={"meaning": meaning} if meaning else None)
    return Pipeline([("features", union), ("classifier", SureLinearSVC(C=strength))])


def _same(words: List[str]) -> List[str]:
    return words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MaskedIntentClassifier(IntentClassifier, GraphComponent):
    """Ranks the intents of each message; needs the tokens of KiwiTokenizer. Deterministic for the same data."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"strength": 1.0, "meaning": 2.0, "ranking_length": 10}

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, pipeline: Optional[Pipeline] = None
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._use(pipeline)

    def _use(self, pipeline: Optional[Pipeline]) -> None:
        self._pipeline: Any = pipeline
        self._known = dict(pipeline["features"].transformer_list)["chars"].vocabulary_ if pipeline else {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MaskedIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MaskedIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "pipeline.joblib"))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent, and keep the fitted pipeline with the model."""
        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        views = [masked(m.get(TEXT), m.get(TOKENS_NAMES[TEXT])) for m in examples]
        self._use(
            model(self._config["strength"], self._config["meaning"]).fit(views, [m.get(INTENT) for m in examples])
        )
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._pipeline, folder / "pipeline.joblib")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set ``intent`` and ``intent_ranking``; a message without text gets the empty intent."""
        for message in messages:
            ranking = self._rank(message) if message.get(TEXT) else []
            message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _rank(self, message: Message) -> List[Dict[str, Any]]:
        view = masked(message.get(TEXT), message.get(TOKENS_NAMES[TEXT]))
        chances = self._pipeline.predict_proba([view])[0] * familiarity(view, self._known)
        ranked = sorted(zip(chances, self._pipeline.classes_, strict=True), reverse=True)
        return [{"name": str(name), "confidence": float(chance)} for chance, name in ranked]
