"""From a question to an Answer: the steps in order, each a short method below."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.answer import easy, followup, refusal, tell
from knowledge.answer.asking import chances
from knowledge.answer.context import NONE, Meant
from knowledge.answer.facets import asks_list, subject_terms
from knowledge.answer.kinds import log_odds
from knowledge.answer.lines import Asked
from knowledge.answer.model import Answer, NextStep, RefusalType
from knowledge.answer.split import split
from knowledge.answer.support import judge
from knowledge.answer.talk import Talk
from knowledge.answer.verify import stated, verified
from knowledge.catalog import Catalog, squeeze
from knowledge.guide import Guide
from knowledge.index.library import Library
from knowledge.search import regions
from knowledge.search.guides import GuideSearch
from knowledge.search.hybrid import Hit
from knowledge.search.query.parts import parts
from knowledge.search.query.understand import understand

_YEAR = re.compile(r"20\d\d")
_BETWEEN = re.compile(r"(?:이랑|랑|하고|와|과|이나|vs|대|,|/)\s+|\s(?:vs|대)\s")
_DIFFERENCE = re.compile(r"(의|은|는|이|가)?\s*(뭐가|어떻게|무엇이|어느|중에|차이|비교|다른|달라|다르).*$")
_COMPARES = re.compile(r"차이|비교|다른|달라|다르|다릅|(?<![a-z])vs(?![a-z])", re.I)
_POINTING = frozenset(
    ("둘", "두", "그거", "그것", "거", "개", "가지", "방금", "아까", "처음", "번째", "앞", "뒤", "위", "쪽")
)
MAX_QUESTION = 1_000
LEANS = 30
"""Letters up to which a question after others is taken as one that leans on them, and never as two."""
HALF = 0.5
"""Chance of a facet from which it is the one asked."""
HALF_NAMED = 0.5
"""Name signal below which a question of attributes only (나이 조건이 어떻게 돼요?) names no guide."""
CLEARLY = 1.5
"""Log-odds from which a follow-up's own words tell that it asks for a record or a judgement."""
WIDE, FOR_A_LIST = 12, 0.15
"""Guides looked at for a list, and the likelihood of the best that is enough for one: nothing is claimed of any."""


class Answerer:
    """Answers questions from the guides; deterministic, no network, no language model.

    Guarantees: every figure and link in a line is in the guide the line cites; a guide outside its validity never
    answers as current; without enough support the result is a typed refusal with a next step, never a guess.
    """

    def __init__(self, catalog: Callable[[], Catalog], library: Library, today: Callable[[], date]) -> None:
        self._catalog, self._library, self._today = catalog, library, today
        self.guides = GuideSearch(lambda: library.searcher, catalog)

    @property
    def catalog(self) -> Catalog:
        """The guides now answered from."""
        return self._catalog()

    def answer(
        self, question: str, *, topic: str | None = None, facet: str | None = None, doubted: bool = False
    ) -> Answer:
        """Answer ``question``; ``topic`` is the talk so far (Talk.stored, or one guide's id), ``facet`` a hint from
        the dialogue.

        ``doubted``: the dialogue took the question for out of our field, so only strong support is enough.
        """
        catalog, vocabulary = self._catalog(), self.guides.searcher.vocabulary
        question, talk = question.strip()[:MAX_QUESTION], Talk.parse(topic, catalog)
        meant = understand(question, vocabulary).meant or question
        if self._compares(meant):
            return self.compare(meant, topic=topic)
        asked = parts(meant, vocabulary)
        if len(asked) == 1 and (not talk.topics or len(meant) > LEANS):
            asked = split(meant, self._search) or asked
        if len(asked) > 1:
            several = tell.joined([self._one(part, part, Talk(), None, doubted) for part in asked])
            return verified(several, catalog)
        answer = self._one(question, meant, talk, facet, doubted)
        if easy.wanted(meant) and answer.topic:
            answer = easy.tell(catalog[answer.topic], answer.facet or "what", self._today())
        return verified(answer, catalog)

    def easy(self, topic: str, facet: str | None) -> Answer:
        """What was just told of ``topic`` (Talk.stored, or one guide's id), in easy words."""
        catalog, talk = self._catalog(), Talk.parse(topic, self._catalog())
        return verified(easy.tell(catalog[talk.topics[0]], facet or "what", self._today()), catalog)

    def _one(self, question: str, meant: str, talk: Talk, facet: str | None, doubted: bool) -> Answer:
        catalog, today = self._catalog(), self._today()
        if pointed := talk.pointed(meant):
            return self._tell(catalog[pointed], facet, meant, [])
        if talk.topics:
            if sibling := followup.renumbered(meant, catalog[talk.topics[0]]):
                return self._one(sibling, sibling, Talk(), facet, doubted)
            return self._after(meant, talk, facet)
        if not subject_terms(meant):
            return refusal.refuse("no_question", catalog, today)
        hits = self._current_first(self._search(question), meant, catalog)
        if not hits:
            return self._refuse(meant, "out_of_area", hits, catalog)
        guide, elsewhere = catalog[hits[0].doc], self.guides.elsewhere(meant, hits[0])
        judged = judge(meant, hits, guide, self.guides.searcher, elsewhere=elsewhere, year=today.year, doubted=doubted)
        nameless = hits[0].signals.name < HALF_NAMED and not followup.own_terms(meant)
        listing = self._listing(meant, guide)
        enough = judged.likely >= FOR_A_LIST if listing else judged.enough
        if not enough or elsewhere or nameless:
            return self._refuse(meant, judged.refusal, hits, catalog)
        if listing:
            return tell.listed(self._search_wide(question), catalog, today)
        return self._tell(guide, facet, meant, hits)

    def _after(self, question: str, talk: Talk, facet: str | None) -> Answer:
        """The answer to a question after others: of the guide it means in the light of them, or a refusal."""
        catalog, today = self._catalog(), self._today()
        meant = self._meant(question, talk)
        chosen = meant.choose()
        domain = meant.topic.domain
        if chosen == NONE:
            kind = self._not_for_guides(question) or _by_words(question)
            near = _near(meant.joint, catalog) if kind == "no_source" else ()
            return refusal.refuse(kind, catalog, today, domain, near)
        guide = catalog[chosen]
        if regions.other(question, guide):
            return refusal.refuse("no_source", catalog, today, domain, _near(meant.alone, catalog))
        if chosen not in talk.topics and self._listing(question, guide) and meant.alone:
            return tell.listed(self._search_wide(question), catalog, today)
        hits = meant.alone if meant.alone and meant.alone[0].doc == chosen else []
        return self._tell(guide, facet, question, hits)

    def _meant(self, question: str, talk: Talk) -> Meant:
        catalog = self._catalog()
        words = followup.corrected(question, catalog[talk.topics[0]])
        return Meant(question, talk, self._search, catalog, self.guides.searcher.text, words)

    @staticmethod
    def _listing(question: str, guide: Guide) -> bool:
        """Whether which schemes there are is asked; 서류 뭐뭐 asks for a list of one scheme's papers."""
        named = squeeze(guide.name.split("(")[0]) in squeeze(question)
        return asks_list(question) and not named and chances(question).get("papers", 0) < HALF

    def compare(self, question: str, *, topic: str | None = None) -> Answer:
        """Two guides side by side, each with its overview and who it is for.

        Those named, in the light of the talk so far; one named is set beside the topic, none named: the last two.
        """
        catalog = self._catalog()
        talk = Talk.parse(topic, catalog)
        named = [part for part in _BETWEEN.split(_DIFFERENCE.sub("", question), maxsplit=1) if _names(part)]
        sides = list(dict.fromkeys(side for side in (self._side(part, talk) for part in named) if side))
        if len(sides) < 2:
            before = talk.shown if not sides else ()
            sides = list(dict.fromkeys([*before, *talk.topics[: 1 if sides else 2], *sides]))
        chosen = sides[:2]
        if len(chosen) < 2 or chosen[1] in catalog[chosen[0]].same_as:
            return verified(self._one(question, question, talk, None, False), catalog)
        return verified(tell.side_by_side([catalog[doc] for doc in chosen], self._today()), catalog)

    def _side(self, words: str, talk: Talk) -> str | None:
        if pointed := talk.pointed(words):
            return pointed
        hits = self._search(words)
        if talk.topics and (not hits or hits[0].signals.name < HALF_NAMED):
            return self._meant(words, talk).choose() or None
        return hits[0].doc if hits else None

    def _compares(self, question: str) -> bool:
        """Whether two guides are named and their difference is asked for."""
        if not _COMPARES.search(question):
            return False
        names = self.guides.searcher.vocabulary.names.longest(_DIFFERENCE.sub("", question))
        return len({frozenset(self.guides.searcher.vocabulary.names.docs[found.name]) for found in names}) > 1

    def supports(self, guide_ids: list[str]) -> list[str]:
        """What the named guides state, for checking a text that cites them."""
        catalog = self._catalog()
        return [stated(catalog[guide_id]) for guide_id in guide_ids if guide_id in catalog]

    def _search(self, question: str) -> list[Hit]:
        return self.guides.search(question)

    def _search_wide(self, question: str) -> list[Hit]:
        return self.guides.search(question, WIDE)

    def _current_first(self, hits: list[Hit], question: str, catalog: Catalog) -> list[Hit]:
        """A guide whose time has passed gives way to what replaced it, unless the question names its year."""
        if not hits or hits[0].doc not in catalog:
            return hits
        top, today = catalog[hits[0].doc], self._today()
        if top.is_current(today) or _YEAR.search(question) or top.status == "ended":
            return hits
        replaced = [hit for hit in hits if hit.doc in top.replaced_by and catalog[hit.doc].is_current(today)]
        return [*replaced, *(hit for hit in hits if hit not in replaced)]

    def _refuse(self, question: str, kind: RefusalType, hits: list[Hit], catalog: Catalog) -> Answer:
        domain = catalog[hits[0].doc].domain if hits else "default"
        if not followup.own_terms(question) and not regions.named(question):
            return refusal.refuse(refusal.by_pattern(question) or "no_question", catalog, self._today())
        near = _near(hits, catalog) if kind == "no_source" else ()
        return refusal.refuse(kind, catalog, self._today(), domain, near)

    @staticmethod
    def _not_for_guides(question: str) -> RefusalType | None:
        """The refusal that a follow-up calls for by its own words: a record or a judgement is in no guide."""
        odds = log_odds(question)
        told = max(odds, key=lambda kind: odds[kind])
        clearly = odds[told] >= CLEARLY and told in ("personal_record", "legal_judgement")
        return refusal.by_pattern(question) or (told if clearly else None)  # type: ignore[return-value]

    def _tell(self, guide: Guide, hint: str | None, question: str, hits: list[Hit]) -> Answer:
        idf = self.guides.searcher.snapshot.whole.idf
        asked = Asked(question, idf, hint, lambda texts: self._library.near(question, texts))
        return tell.tell(guide, asked, hint, hits, catalog=self._catalog(), today=self._today())


def _by_words(question: str) -> RefusalType:
    """The refusal a question calls for by its kind; what asks for a region's own scheme only lacks a source."""
    odds = log_odds(question)
    told = max(odds, key=lambda kind: odds[kind])
    return "no_source" if told == "ours" or regions.named(question) else told


def _names(side: str) -> bool:
    """Whether one side of a comparison says what it is, and not only 둘이 or 그거."""
    return bool([term for term in followup.own_terms(side) if term not in _POINTING])


def _near(hits: list[Hit], catalog: Catalog) -> tuple[NextStep, ...]:
    """Buttons for the guides that came nearest."""
    near = [catalog[hit.doc] for hit in hits[:3] if hit.doc in catalog]
    return tuple(NextStep(guide.name[:20], f"{guide.name} 알려 주세요") for guide in near)
