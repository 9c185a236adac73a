"""What the classifier reads in a message: pieces of words, and pieces of meaning that meet."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from casework.screening.hearing import Heard

LONGEST_PIECE = 4
PAIR_WEIGHT = 0.7


def pieces(line: str) -> Counter[str]:
    """Runs of one to four characters inside each padded word, with how often each occurs."""
    counts: Counter[str] = Counter()
    for word in line.split():
        padded = f" {word} "
        for size in range(1, LONGEST_PIECE + 1):
            if size >= len(padded) and size > 1:
                counts[padded] += 1
                break
            counts.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return counts


def marks(heard: Heard) -> dict[str, float]:
    """The concepts, pairs of concepts, frames and idioms of a message, each with its weight.

    Signals are left out on purpose: they were written beside the examples, and a model that sees both trusts them
    more than it should on messages nobody has seen.
    """
    found = {f"<c>{concept}": 1.0 for concept in heard.concepts}
    found |= {f"<p>{a}|{b}": PAIR_WEIGHT for a, b in combinations(heard.concepts, 2)}
    found |= {f"<f>{frame}": 1.0 for frame in heard.frames}
    return found | {f"<i>{idiom}": 1.0 for idiom in heard.idioms}
