"""Guide names inside a sentence: spelled with or without spaces, with particles attached."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import Dict, List, Mapping, NamedTuple, Tuple

SHORT = 3
"""Names up to this many characters must stand alone, because they also occur inside longer words."""

_PARTICLE = re.compile(
    r"(?:은|는|이|가|을|를|에|의|도|만|랑|와|과|요|로|나|야|란|고|께|든|"
    r"이랑|하고|으로|에서|에게|한테|부터|까지|보다|처럼|이나|이란|라는|이라는|인데|이요|예요|이에요|"
    r"입니다|이야|인가|이고|라고|이라고|에는|에도|에선|신청|서류|자격|조건|기준|대상|금액|번호|전화|문의)"
    r"(?![가-힣])"
)
_WORD = re.compile(r"[0-9A-Za-z가-힣]")


class Found(NamedTuple):
    """One name in a text: character offsets and the guide id it means."""

    start: int
    end: int
    guide: str


def squeeze(text: str) -> str:
    """NFC, lower case, no white space: the form in which names are compared."""
    return "".join(unicodedata.normalize("NFC", text).lower().split())


class NameIndex:
    """Finds every guide name of a fixed set in a text; the longest name wins and matches never overlap."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_head: Dict[str, List[Tuple[str, str]]] = defaultdict(list)
        for name, guide in names.items():
            key = squeeze(name)
            if len(key) >= 2:
                self._by_head[key[:2]].append((key, guide))
        for candidates in self._by_head.values():
            candidates.sort(key=lambda pair: (-len(pair[0]), pair))

    def find(self, text: str) -> List[Found]:
        """Return the names in ``text`` from left to right; offsets are those of ``text`` as given."""
        places = [(i, char.lower()) for i, char in enumerate(text) if not char.isspace()]
        flat = "".join(char if len(char) == 1 else "\0" for _, char in places)
        found: List[Found] = []
        at = 0
        while at < len(flat) - 1:
            for key, guide in self._by_head.get(flat[at : at + 2], ()):
                if flat.startswith(key, at):
                    start, end = places[at][0], places[at + len(key) - 1][0] + 1
                    if _stands(text, start, end, key):
                        found.append(Found(start, end, guide))
                        at += len(key) - 1
                        break
            at += 1
        return found


def _stands(text: str, start: int, end: int, key: str) -> bool:
    before, after = text[start - 1 : start], text[end:]
    if key.isdigit():
        return not (before.isdigit() or before == "-" or after[:1].isdigit() or after[:1] == "-")
    if len(key) > SHORT:
        return True
    if before and _WORD.match(before):
        return False
    return not (after and _WORD.match(after)) or bool(_PARTICLE.match(after))
