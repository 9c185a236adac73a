"""Which papers a line of a guide means: the longest words that fit, with their alternatives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.documents.conditions import rules
from knowledge.documents.papers import Paper, papers


@dataclass(frozen=True)
class Match:
    """The papers of one line; ``one_of`` says that one of them is enough. No papers: nobody has sorted this one yet."""

    line: str
    papers: tuple[Paper, ...]
    one_of: bool


@lru_cache
def _phrases() -> tuple[tuple[str, tuple[Paper, ...]], ...]:
    found: dict[str, list[Paper]] = {}
    for paper in papers().papers:
        for phrase in dict.fromkeys((paper.name, *paper.words)):
            found.setdefault(phrase, []).append(paper)
    return tuple(sorted(((phrase, tuple(of)) for phrase, of in found.items()), key=lambda pair: -len(pair[0])))


def match(line: str) -> Match:
    """The papers this line names; a group counts as its members, or as those of them that are named."""
    rest, found = line, dict[Paper, int]()
    for phrase, named in _phrases():
        at = rest.find(phrase)
        if at >= 0:
            rest = rest[:at] + "\0" * len(phrase) + rest[at + len(phrase) :]
            found |= {paper: at for paper in named if paper not in found}
    named_papers = sorted(found, key=lambda paper: found[paper])
    members = [p for p in named_papers if any(p.id in group.one_of for group in named_papers)]
    groups = [p for p in named_papers if p.one_of]
    if len(members) > 1:
        return Match(line, tuple(members), True)
    if groups and len(named_papers) == 1 + len(members):
        return Match(line, tuple(papers()[one] for one in groups[0].one_of), True)
    choice = len(named_papers) > 1 and re.search(rules().alternatives, line) is not None
    return Match(line, tuple(named_papers), choice)
