"""Which guide a question means after others were talked of: the topic still, one beside it, another, or none.

A linear choice between all that may be meant, fitted on dialogues (``python -m knowledge.answer.fit_context``,
data/context.yaml): what the question finds alone, what it finds together with the topic, and how it leans on before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter

from knowledge.answer.followup import own_nouns, told_by
from knowledge.answer.kinds import log_odds
from knowledge.answer.refusal import by_pattern
from knowledge.answer.talk import Talk
from knowledge.catalog import Catalog, squeeze
from knowledge.guide import Guide
from knowledge.search import regions
from knowledge.search.hybrid import Hit

DATA = Path(__file__).resolve().parents[1] / "data" / "context.yaml"
NONE = ""
"""Stands for: no guide is meant, refuse."""
LOOKED_AT = 8
Mode = Literal["with_vectors", "lexical_only"]
FEATURES = (
    "alone", "alone_evidence", "alone_first", "joint", "joint_evidence", "joint_first", "topic", "earlier", "related",
    "same_domain", "told", "named", "topic_bare", "topic_told", "topic_leans", "topic_instead", "topic_long",
    "topic_named_other", "related_instead", "earlier_back", "other_region", "alone_turns", "none", "none_out",
    "none_record", "none_legal", "none_pattern", "none_unheard", "none_told", "none_bare", "none_evidence",
    "none_region",
)  # fmt: skip
_LEANS = re.compile(
    r"^\W*(?:ㅇㅋ|오케이|네|아|음|근데|알겠\S*|고마\S*|\s)*(?:그럼|그러면|그거|그건|그게|그|거기|거긴|그쪽|이거|이건|여기)"
)
_INSTEAD, _BACK = re.compile(r"말고|아니라|아니고|대신|빼고"), re.compile(r"아까|처음|다시|전에|앞에|원래")
_TURNS = re.compile(r"근데|그런데|그나저나|다른|또|고마|알겠|참[,\s]")
LONG = 40
Search = Callable[[str], list[Hit]]


class Meant:
    """One question after a talk, with every candidate and what speaks for it."""

    def __init__(
        self, question: str, talk: Talk, search: Search, catalog: Catalog, heard: str, words: str | None = None
    ) -> None:
        """``heard``: all that any guide says; ``words`` to search by instead of the question's own."""
        words = words or question
        self.question, self.talk, self.catalog, self.heard = question, talk, catalog, heard
        self.topic: Guide = catalog[talk.topics[0]]
        self.text = f"{short(self.topic.name)} {words}"
        self.alone, self.joint = search(words), search(self.text)
        self.own, self.odds = own_nouns(words), log_odds(question)
        near = (*self.topic.see_also, *self.topic.part_of, *self.topic.replaced_by)
        self.near = frozenset((*near, *(g.id for g in catalog if self.topic.id in (*g.part_of, *g.see_also))))
        found = [hit.doc for hits in (self.alone, self.joint) for hit in hits[:LOOKED_AT]]
        self.candidates = list(dict.fromkeys([*talk.topics, *talk.shown, *found, *self.near]))

    def features(self, candidate: str) -> dict[str, float]:
        """What speaks for one candidate, or for none of them."""
        found = dict.fromkeys(FEATURES, 0.0)
        return found | (self._none() if candidate == NONE else self._of(self.catalog[candidate]))

    def _of(self, guide: Guide) -> dict[str, float]:
        alone, joint = _place(guide.id, self.alone), _place(guide.id, self.joint)
        mine = {guide.id, *guide.same_as}
        topic, earlier = self.topic.id in mine, bool(mine & {*self.talk.topics[1:], *self.talk.shown})
        instead, related = bool(_INSTEAD.search(self.question)), guide.id in self.near
        names = squeeze(" ".join([guide.name, *guide.aliases]))
        named = sum(squeeze(word) in names for word in self.own) / (len(self.own) or 1)
        told = told_by(guide, self.own)
        values: dict[str, float] = {
            "alone": alone[0], "alone_evidence": alone[1], "alone_first": alone[2],
            "joint": joint[0], "joint_evidence": joint[1], "joint_first": joint[2],
            "topic": topic, "earlier": earlier and not topic, "related": related,
            "same_domain": guide.domain == self.topic.domain, "told": told, "named": named,
            "topic_bare": topic and not self.own, "topic_told": topic * told,
            "topic_leans": topic and bool(_LEANS.search(self.question)), "topic_instead": topic and instead,
            "topic_long": topic * min(len(self.question), LONG) / LONG,
            "topic_named_other": topic and bool(self.alone) and self.alone[0].signals.name > 0.5,
            "related_instead": related and instead, "earlier_back": earlier and bool(_BACK.search(self.question)),
            "other_region": regions.other(self.question, guide),
            "alone_turns": alone[2] * bool(_TURNS.search(self.question)),
        }  # fmt: skip
        return {name: float(value) for name, value in values.items()}

    def _none(self) -> dict[str, float]:
        odds, named = self.odds, bool(self.own)
        unheard = [word for word in self.own if squeeze(word) not in self.heard]
        values: dict[str, float] = {
            "none": 1, "none_out": named * odds["out_of_area"] / 5, "none_record": odds["personal_record"] / 5,
            "none_legal": odds["legal_judgement"] / 5, "none_pattern": by_pattern(self.question) is not None,
            "none_unheard": min(len(unheard), 2) / 2, "none_told": told_by(self.topic, self.own),
            "none_bare": not named, "none_evidence": _place(self.alone[0].doc, self.alone)[1] if self.alone else 0,
            "none_region": bool(regions.named(self.question)),
        }  # fmt: skip
        return {name: float(value) for name, value in values.items()}

    def choose(self) -> str:
        """The likeliest candidate, NONE included."""
        by = weights()["with_vectors" if any(hit.signals.dense for hit in self.alone) else "lexical_only"]
        found = {candidate: self.features(candidate) for candidate in (*self.candidates, NONE)}
        return max(found, key=lambda each: sum(by[name] * found[each][name] for name in FEATURES))


def _place(doc: str, hits: list[Hit]) -> tuple[float, float, float]:
    for number, hit in enumerate(hits):
        if hit.doc == doc:
            return hit.score, hit.signals.evidence / 10, float(number == 0)
    return 0.0, min((hit.signals.evidence for hit in hits), default=0.0) / 10 - 0.1, 0.0


def short(name: str) -> str:
    """A guide's name without what stands in brackets."""
    return name.split("(")[0].strip()


@lru_cache
def weights() -> dict[Mode, dict[str, float]]:
    """The fitted weights; raises pydantic.ValidationError when the file does not fit."""
    found = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return TypeAdapter(dict[Mode, dict[str, float]]).validate_python(found)
