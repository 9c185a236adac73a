"""Korean morphemes for Rasa: one shared Kiwi and the tokenizer that learns the guides' names."""

from __future__ import annotations

import json
import threading
import unicodedata
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from kiwipiepy import Kiwi
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import components.patches  # noqa: F401  (every process that loads a model gets the speed fix)
from components.names import Found, NameIndex

GUIDE_LEMMA = "안내이름"
_LOCK = threading.Lock()
_SHARED: Dict[Tuple[str, ...], Kiwi] = {}


class Morph(NamedTuple):
    """One morpheme: offsets in the text, dictionary form, Kiwi's tag."""

    start: int
    end: int
    form: str
    tag: str


def shared_kiwi(words: Tuple[str, ...] = ()) -> Kiwi:
    """One Kiwi per word list in this process; loading takes seconds and 330 MB, so graph nodes share it."""
    with _LOCK:
        if words not in _SHARED:
            kiwi = Kiwi(num_workers=1, model_type="cong", load_multi_dict=False)
            for word in words:
                kiwi.add_user_word(word, "NNP", 5.0)
            _SHARED.clear()
            _SHARED[words] = kiwi
        return _SHARED[words]


def loaded_kiwi() -> Kiwi:
    """The Kiwi this process already holds, whatever its words; a plain one when there is none."""
    with _LOCK:
        known = next(iter(_SHARED.values()), None)
    return known or shared_kiwi()


def morphs(kiwi: Kiwi, text: str) -> List[Morph]:
    """Return the morphemes of ``text`` in order; fused ones (했 = 하 + 었) share offsets, as Kiwi gives them."""
    return [Morph(m.start, m.start + m.len, m.form, m.tag) for m in kiwi.tokenize(text, normalize_coda=True)]


def user_words(names: Mapping[str, str]) -> Tuple[str, ...]:
    """The names Kiwi must not cut: those written without a space, sorted so that the list has one identity."""
    return tuple(sorted(name for name in names if len(name) > 1 and not name.isdigit() and len(name.split()) == 1))


def begins_word(name: Found, text: str, parts: List[Morph]) -> bool:
    """Whether a name starts where a word may: after a space, a sign, a whole noun (서울|청년월세, not 중|소기업)."""
    if name.start == 0 or not text[name.start - 1].isalnum():
        return True
    return any(part.end == name.start and part.tag in ("NNG", "NNP", "NP", "SN", "SL") for part in parts)


def to_tokens(text: str, parts: List[Morph], found: List[Found]) -> List[Token]:
    """Return Rasa tokens: ascending, non-empty, never overlapping; a guide's name is one token.

    ``token.data`` bears ``pos``, ``morphs`` (all morphemes of the token as "form/TAG") and, on a name, ``guide``.
    A text without morphemes gives one token that is the whole text.
    """
    own: List[Token] = []
    end = 0
    for part in parts:
        name = next((n for n in found if part.start < n.end and n.start < part.end), None)
        if name is not None:
            if part.end <= name.end or part.start < name.start:
                continue
            part = part._replace(start=name.end)
        label = f"{part.form}/{part.tag}"
        if own and (part.start < end or part.end <= part.start):
            _fuse(own[-1], part, text, label)
        elif part.end > part.start:
            data = {"pos": part.tag.split("-")[0], "morphs": [label]}
            own.append(Token(text[part.start : part.end], part.start, part.end, data=data, lemma=_lemma(part)))
        end = max(end, part.end)
    tokens = sorted(own + [_name_token(text, name) for name in found], key=lambda token: token.start)
    return tokens or [Token(text, 0, data={"pos": "SW", "morphs": [text]})]


def _name_token(text: str, name: Found) -> Token:
    data = {"pos": "NNP", "morphs": [f"{GUIDE_LEMMA}/NNP"], "guide": name.guide}
    return Token(text[name.start : name.end], name.start, name.end, data=data, lemma=GUIDE_LEMMA)


def _fuse(token: Token, part: Morph, text: str, label: str) -> None:
    """Keep a morpheme that shares its syllable with the token before it (하 + 었 in 했)."""
    token.data["morphs"].append(label)
    if part.end > token.end:
        token.end = part.end
        token.text = text[token.start : token.end]


def _lemma(part: Morph) -> str:
    return part.form + "다" if part.tag.split("-")[0] in ("VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA") else part.form


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class KiwiTokenizer(Tokenizer):
    """Splits Korean text into morphemes and knows the guides' names.

    The names come from the ``synonym`` entries of the training data (name -> guide id), written from the guides by
    guide_names.py; the trained model carries them. Text is normalised to NFC before anything else sees it.
    """

    @staticmethod
    def supported_languages() -> Optional[List[str]]:
        return ["ko"]

    @staticmethod
    def required_packages() -> List[str]:
        return ["kiwipiepy"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, names: Mapping[str, str]):
        super().__init__(config)
        self._storage, self._resource = storage, resource
        self._use(names)

    def _use(self, names: Mapping[str, str]) -> None:
        self._names = NameIndex(names)
        self._kiwi = shared_kiwi(user_words(names))

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KiwiTokenizer:
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KiwiTokenizer:
        with model_storage.read_from(resource) as folder:
            names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, names)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the guides' names with the model."""
        names = dict(training_data.entity_synonyms)
        with self._storage.write_to(self._resource) as folder:
            (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            _normalise(message)
        return super().process(messages)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            _normalise(message)
        return super().process_training_data(training_data)

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Return the tokens of one attribute; see ``to_tokens`` for what each bears."""
        text = message.get(attribute)
        parts = morphs(self._kiwi, text)
        names = [name for name in self._names.find(text) if begins_word(name, text, parts)]
        return self._apply_token_pattern(to_tokens(text, parts, names))


def _normalise(message: Message) -> None:
    text = message.get(TEXT)
    if text and not unicodedata.is_normalized("NFC", text):
        message.set(TEXT, unicodedata.normalize("NFC", text))
