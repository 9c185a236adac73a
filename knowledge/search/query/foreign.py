"""Questions in other languages: the guides' Korean words for what they say (data/lexicon.yaml)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).resolve().parents[2] / "data" / "lexicon.yaml"
READ = 1_000
_NOT_KOREAN = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff\u1e00-\u1eff\u4e00-\u9fff]")


class Term(BaseModel):
    """Korean words, and what English, Vietnamese, Chinese and Russian say for them."""

    model_config = ConfigDict(extra="forbid")

    means: list[str] = Field(min_length=1)
    en: list[str] = []
    vi: list[str] = []
    zh: list[str] = []
    ru: list[str] = []


class _Lexicon(BaseModel):
    model_config = ConfigDict(extra="forbid")

    terms: list[Term]


@lru_cache
def terms() -> tuple[Term, ...]:
    """The reviewed data; raises pydantic.ValidationError when it does not fit its schema."""
    return tuple(_Lexicon.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8"))).terms)


def in_korean(text: str) -> list[str]:
    """The Korean words that the foreign words of ``text`` mean, in their order, each once."""
    if not _NOT_KOREAN.search(text[:READ]):
        return []
    lower = unicodedata.normalize("NFC", text[:READ]).lower()
    found = _all("vi loose", lower) if _all("vi", lower) else _all("en", lower)
    found += _all("zh", lower) + _all("ru", lower)
    return list(dict.fromkeys(word for _, means in sorted(found) for word in means))


def _all(kind: str, text: str) -> list[tuple[int, tuple[str, ...]]]:
    pattern, table = _pattern(kind)
    return [(match.start(), table[match[1]]) for match in pattern.finditer(text)]


@lru_cache
def _pattern(kind: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """What to look for, and what it means. ``vi``: what only Vietnamese writes; ``vi loose``: single words without
    marks too, which other languages may have."""
    language, table = kind[:2], dict[str, tuple[str, ...]]()
    for term in terms():
        for phrase in getattr(term, language):
            for said in dict.fromkeys((phrase, bare(phrase)) if language == "vi" else (phrase,)):
                if kind != "vi" or " " in said or said != bare(said):
                    table.setdefault(said, tuple(term.means))
    phrases = "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))
    # Korean particles follow an English word without a blank.
    ends = {"zh": ("", ""), "en": (r"(?<![a-z])", r"(?:e?s)?(?![a-z])")}
    start, end = ends.get(language, (r"(?<!\w)", r"(?!\w)"))
    return re.compile(f"{start}({phrases}){end}"), table


def bare(text: str) -> str:
    """``text`` without the marks on its letters."""
    letters = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", "".join(char for char in letters if not unicodedata.combining(char)))
