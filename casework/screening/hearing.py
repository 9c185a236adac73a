"""What the lexicon alone hears in a message."""

from __future__ import annotations

import re
from typing import NamedTuple

from casework.screening.lexicon import Frame, Lexicon, Signal, lexicon
from casework.screening.text import Reading, read

_RANK = {"normal": 1, "high": 2, "emergency": 3}
_LEVEL = {rank: level for level, rank in _RANK.items()}
_VIOLENCE = frozenset({"domestic_violence", "child_abuse", "elder_abuse"})


class Heard(NamedTuple):
    """Level (None: nothing), subject, kinds worst first, ids of signals, and ids of what frames silenced."""

    level: str | None
    subject: str
    kinds: tuple[str, ...]
    signals: tuple[str, ...]
    silenced: tuple[str, ...]
    frames: tuple[str, ...]
    concepts: tuple[str, ...]
    idioms: tuple[str, ...]
    firm: bool


def hear(text: str | Reading) -> Heard:
    """Match the reviewed lists against a message; never raises for any str."""
    lex = lexicon()
    reading = text if isinstance(text, Reading) else read(text)
    sentences = reading.sentences
    line = "/".join(sentences)
    bare = "/".join(_without_idioms(sentence, lex) for sentence in sentences)
    frames = _frames(reading, lex)
    loud: dict[str, tuple[int, Signal]] = {}
    quiet: list[str] = []
    for signal in lex.signals:
        hits = list(signal.regex.finditer(bare))
        if hits and (signal.firm or any(_stands(hit, bare, frames) for hit in hits)):
            loud[signal.id] = (_RANK[signal.level], signal)
        elif hits:
            quiet.append(signal.id)
    ranked = sorted(_lifted(list(loud.values()), line, lex), key=lambda pair: -pair[0])
    return Heard(
        level=_LEVEL[ranked[0][0]] if ranked else None,
        subject=_subject(line, [signal for _, signal in ranked], lex),
        kinds=tuple(dict.fromkeys(signal.kind for _, signal in ranked)),
        signals=tuple(dict.fromkeys(signal.id for _, signal in ranked)),
        silenced=tuple(quiet),
        frames=tuple(dict.fromkeys(frame.id for found in frames for frame in found)),
        concepts=tuple(concept.id for concept in lex.concepts if concept.regex.search(bare)),
        idioms=tuple(idiom.id for idiom in lex.idioms if idiom.regex.search(line)),
        firm=any(signal.firm for _, signal in ranked),
    )


def _without_idioms(sentence: str, lex: Lexicon) -> str:
    for idiom in lex.idioms:
        sentence = idiom.regex.sub("", sentence)
    return sentence


def _frames(reading: Reading, lex: Lexicon) -> list[list[Frame]]:
    """The frames over each sentence; one that colours the whole message is put over all of them."""
    own = [[frame for frame in lex.frames if _framed(frame, part.bare, part.starts)] for part in reading.parts]
    whole = [frame for found in own for frame in found if frame.whole]
    return [found + whole for found in own]


def _framed(frame: Frame, sentence: str, starts: frozenset[int]) -> bool:
    if not frame.start:
        return frame.regex.search(sentence) is not None
    return any(hit.start() in starts for hit in frame.regex.finditer(sentence))


def _stands(hit: re.Match[str], line: str, frames: list[list[Frame]]) -> bool:
    first, last = line.count("/", 0, hit.start()), line.count("/", 0, hit.end())
    return not any(frames[first : last + 1])


def _lifted(loud: list[tuple[int, Signal]], line: str, lex: Lexicon) -> list[tuple[int, Signal]]:
    lifts = {kind: _RANK[u.level] for u in lex.urgency if loud and u.regex.search(line) for kind in u.kinds}
    return [(max(rank, lifts.get(signal.kind, 0)), signal) for rank, signal in loud]


def _subject(line: str, signals: list[Signal], lex: Lexicon) -> str:
    told = [signal.subject for signal in signals if signal.subject]
    if told:
        return told[0]
    hits = {person.id for person in lex.people if person.regex.search(line)}
    if "neighbours" in hits:
        return "other"
    if "me" in hits or "relatives" not in hits:
        return "self"
    return "self" if any(signal.kind in _VIOLENCE for signal in signals) else "other"
