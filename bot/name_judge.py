"""Tells names from turns of speech among a guide's aliases.

Guides list how people search ("얼마까지 되나요") as well as what a thing is called ("국취제"). Search wants both;
the NLU wants only names, because it treats a name as a sign for "some programme".
"""

from __future__ import annotations

from typing import Iterable, Set

from kiwipiepy import Kiwi

NAMING = {"NNG", "NNP", "SL", "SH", "W_SERIAL"}
INSIDE = NAMING | {
    "NNB",
    "NR",
    "SN",
    "XPN",
    "XSN",
    "XR",
    "MM",
    "SP",
    "SS",
    "SSO",
    "SSC",
    "SO",
    "SW",
    "SB",
    "JKG",
    "JC",
    "Z_CODA",
}


class NameJudge:
    """Judges aliases by their morphemes; ``generic`` are the words of asking (서류, 기준 ...), which name nothing."""

    def __init__(self, generic: Iterable[str]) -> None:
        self._generic: Set[str] = set(generic)
        self._kiwi = Kiwi(num_workers=1, model_type="cong", load_multi_dict=False)

    def __call__(self, alias: str) -> bool:
        """Whether ``alias`` is a name: nouns only, one of them not generic; a phone number is a name too."""
        if alias.replace("-", "").isdigit():
            return len(alias) >= 3
        flat = "".join(alias.split())
        if flat in self._generic:
            return False
        parts = self._kiwi.tokenize(alias)
        if not parts or parts[-1].tag in ("JKG", "JC") or any(part.tag.split("-")[0] not in INSIDE for part in parts):
            return False
        return any(part.tag in NAMING and part.form not in self._generic for part in parts)
