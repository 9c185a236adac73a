"""What one answer does right and wrong, against what was asked for."""

from __future__ import annotations

import re

from knowledge.answer.model import Answer
from knowledge.answer.verify import unsupported
from knowledge.catalog import Catalog, squeeze
from knowledge.evaluation.sets import COMPARE, REFUSED, Asked

_THOUSANDS = re.compile(r"(?<![\d.])(\d)천(?=만|원|억)")


def values(asked: Asked, answer: Answer, catalog: Catalog, supports: list[str]) -> dict[str, float | None]:
    """The values of one answer by name; None where a value does not apply to the row.

    ``supports`` is what the cited guides state, for counting figures that none of them holds.
    """
    refused = answer.refusal in REFUSED
    if not asked.answerable:
        return {"refused": float(refused), "refusal_type": float(answer.refusal == asked.refusal)}
    found = cited(answer, catalog)
    led = float(answer.facet == asked.facet) if asked.facet and asked.facet != COMPARE and not refused else None
    return {
        "answered": float(not refused),
        "answerable_refused": float(refused),
        "guide_first": float(cites(asked, answer)),
        "guide_among": float(not found.isdisjoint(asked.guides)),
        "both": float(all(not found.isdisjoint(guides) for guides in asked.also)) if asked.also else None,
        "facts": float(holds(asked, answer)) if asked.must else None,
        "facet": led,
        "refusal_type": float(answer.refusal == asked.refusal) if asked.refusal else None,
        "unsupported": float(len(unsupported(answer.text, supports))),
        "lines": float(len(answer.lines)),
    }


def cites(asked: Asked, answer: Answer) -> bool:
    """Whether a right guide is cited first; of a comparison, whether two guides are cited and each is a right one."""
    if answer.refusal in REFUSED or not answer.sources:
        return False
    if asked.facet == COMPARE:
        sides = {source.id for source in answer.sources}
        return len(sides) > 1 and sides <= set(asked.guides)
    return answer.sources[0].id in asked.guides


def holds(asked: Asked, answer: Answer) -> bool:
    """Whether every required fact stands in the answer; 5천만 원 and 5,000만원 are the same fact."""
    said = _bare(answer.text)
    return all(_bare(fact) in said for fact in asked.must)


def right(asked: Asked, answer: Answer) -> bool:
    """Whether the answer as a whole is right: the guide and the facts, or the right refusal."""
    if not asked.answerable:
        return answer.refusal == asked.refusal
    kind = asked.refusal is None or answer.refusal == asked.refusal
    return cites(asked, answer) and holds(asked, answer) and kind


def cited(answer: Answer, catalog: Catalog) -> set[str]:
    """The guides that an answer leads to: those it cites and those its buttons name."""
    found = {source.id for source in answer.sources}
    for step in answer.steps:
        said = squeeze(step.value)
        names = [name for name in catalog.names if name in said]
        found.update(guide for name in names if len(name) == max(map(len, names)) for guide in catalog.names[name])
    return found


def wanted(asked: Asked) -> str:
    """What would have been right, for a list of mistakes."""
    if not asked.answerable:
        return f"사양({asked.refusal})"
    return " / ".join(filter(None, [", ".join(asked.guides), ", ".join(asked.must), asked.refusal or ""]))


def given(asked: Asked, answer: Answer) -> str:
    """What came instead: the refusal, or the guides cited and the facts that are missing."""
    if answer.refusal in REFUSED:
        return f"사양({answer.refusal})"
    sources = ", ".join(dict.fromkeys(source.id for source in answer.sources)) or "근거 없음"
    missing = [fact for fact in asked.must if _bare(fact) not in _bare(answer.text)]
    return f"{sources} / 없는 말: {', '.join(missing)}" if missing else sources


def _bare(text: str) -> str:
    return _THOUSANDS.sub(r"\g<1>000", "".join(text.split()).replace(",", ""))
