"""Korean text as index terms: Kiwi morphemes that carry meaning, plus character bigrams that survive typos."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kiwipiepy import Kiwi

KEPT_TAGS = frozenset(
    ("NNG", "NNP", "NNB", "NR", "NP", "VV", "VA", "XR", "SL", "SN", "SH", "MM", "MAG", "XPN", "W_SERIAL")
)
QUESTION = 300
"""Characters up to which a text is taken for a question, and its morphemes are kept."""
_RUN = re.compile(r"[가-힣a-z0-9]+")
_kiwi: Kiwi | None = None
_lock = threading.Lock()


def kiwi() -> Kiwi:
    """The one Kiwi of this process (it costs about 300 MB and one second to load)."""
    global _kiwi
    with _lock:
        if _kiwi is None:
            _kiwi = Kiwi(num_workers=1, model_type="cong", load_multi_dict=False)
        return _kiwi


def normalise(text: str) -> str:
    """NFKC, lower case, no control characters."""
    text = unicodedata.normalize("NFKC", text).lower()
    return "".join(c if c.isprintable() else " " for c in text)


def morphemes(text: str) -> list[str]:
    """Content morphemes of ``text`` in order; endings and particles are dropped."""
    return list(_asked(text)) if len(text) <= QUESTION else _morphemes(text)


def _morphemes(text: str) -> list[str]:
    return [t.form for t in kiwi().tokenize(normalise(text)) if t.tag.split("-")[0] in KEPT_TAGS]


@lru_cache(maxsize=4_000)
def _asked(text: str) -> tuple[str, ...]:
    """One question is asked for its morphemes by search, support and composing."""
    return tuple(_morphemes(text))


def bigrams(text: str) -> list[str]:
    """Character bigrams within runs of letters and digits, marked so that they never equal a morpheme."""
    out = []
    for run in _RUN.findall(normalise(text)):
        out += ["_" + run[i : i + 2] for i in range(len(run) - 1)] or ["_" + run]
    return out


def terms(text: str) -> list[str]:
    """What both halves of the lexical index are made of."""
    return [*morphemes(text), *bigrams(text)]


def terms_of_all(texts: Iterable[str]) -> list[list[str]]:
    """``terms`` of many texts."""
    return [terms(text) for text in texts]
