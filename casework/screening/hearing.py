"""What the lexicon alone hears in a message."""

from __future__ import annotations

from typing import NamedTuple

from casework.screening.lexicon import Frame, Lexicon, Signal, lexicon
from casework.screening.text import read

_RANK = {"normal": 1, "high": 2, "emergency": 3}
_LEVEL = {rank: level for level, rank in _RANK.items()}


class Heard(NamedTuple):
    """Level (None: nothing heard), subject, kinds worst first, ids of signals, and whether a frame silenced some."""

    level: str | None
    subject: str
    kinds: tuple[str, ...]
    signals: tuple[str, ...]
    frames: tuple[str, ...]
    doubted: bool


def hear(text: str) -> Heard:
    """Match the reviewed lists against a message; never raises for any str."""
    lex = lexicon()
    raw = read(text).sentences
    sentences = [_without_idioms(s, lex) for s in raw]
    around = [f for s in raw for f in lex.frames if f.whole and f.regex.search(s)]
    loud: list[tuple[int, Signal]] = []
    silenced = False
    for sentence, whole in zip(sentences, raw, strict=True):
        found = [s for s in lex.signals if s.regex.search(sentence)]
        frames = [f for f in lex.frames if not f.whole and f.regex.search(whole)] if found else []
        for signal in found:
            if signal.firm or not (frames or around):
                loud.append((_RANK[signal.level], signal))
            else:
                silenced = True
    ranked = sorted(_lifted(loud, "\n".join(sentences), lex), key=lambda pair: -pair[0])
    return Heard(
        level=_LEVEL[ranked[0][0]] if ranked else None,
        subject=_subject(raw, [s for _, s in ranked], lex),
        kinds=tuple(dict.fromkeys(s.kind for _, s in ranked)),
        signals=tuple(dict.fromkeys(s.id for _, s in ranked)),
        frames=_names(around),
        doubted=silenced and not ranked,
    )


def _names(frames: list[Frame]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.id for f in frames))


def _without_idioms(sentence: str, lex: Lexicon) -> str:
    for idiom in lex.idioms:
        sentence = idiom.regex.sub("", sentence)
    return sentence


def _lifted(loud: list[tuple[int, Signal]], text: str, lex: Lexicon) -> list[tuple[int, Signal]]:
    lifts = {kind: _RANK[u.level] for u in lex.urgency if loud and u.regex.search(text) for kind in u.kinds}
    return [(max(rank, lifts.get(signal.kind, 0)), signal) for rank, signal in loud]


def _subject(sentences: tuple[str, ...], signals: list[Signal], lex: Lexicon) -> str:
    told = [s.subject for s in signals if s.subject]
    if told:
        return told[0]
    hits = {p.id: p.subject for p in lex.people for s in sentences if p.regex.search(s)}
    if "neighbours" in hits:
        return "other"
    if "me" in hits or "relatives" not in hits:
        return "self"
    violence = {"domestic_violence", "child_abuse", "elder_abuse"}
    return "self" if any(s.kind in violence for s in signals) else "other"
