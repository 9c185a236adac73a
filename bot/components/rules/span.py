"""What a rule finds: a typed value at a place in the text."""

from __future__ import annotations

from typing import Any, List, NamedTuple


class Span(NamedTuple):
    """One entity: character offsets, entity name, normalised value."""

    start: int
    end: int
    entity: str
    value: Any


def without_overlaps(spans: List[Span]) -> List[Span]:
    """Return the spans in text order; of two that overlap the one earlier in the list stays."""
    kept: List[Span] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept)
