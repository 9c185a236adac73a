"""From a question to an Answer: the steps in order, each a short method below."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.answer import compose, followup, refusal
from knowledge.answer.facets import detect, is_plain, subject_terms, table
from knowledge.answer.kinds import log_odds
from knowledge.answer.model import Answer, Line, NextStep, RefusalType
from knowledge.answer.relevant import SOME, relevant_lines, weigher
from knowledge.answer.support import judge
from knowledge.answer.verify import stated, verified
from knowledge.catalog import Catalog
from knowledge.guide import Guide
from knowledge.index.library import Library
from knowledge.search import regions
from knowledge.search.guides import GuideSearch
from knowledge.search.hybrid import Hit

_YEAR = re.compile(r"20\d\d")
_BETWEEN = re.compile(r"(?:이랑|랑|하고|와|과|이나|vs|대|,|/)\s+|\s(?:vs|대)\s")
_DIFFERENCE = re.compile(r"(의|은|는|이|가)?\s*(뭐가|어떻게|무엇이|어느|중에|차이|비교|다른|달라|다르).*$")
MORE, SHORT = 3, 6
"""Lines added because they share most with the question; up to how many lines an answer is filled."""
MAX_QUESTION = 1_000
HALF_NAMED = 0.5
"""Name signal below which a question of attributes only (나이 조건이 어떻게 돼요?) names no guide."""
CLEARLY = 1.5
"""Log-odds from which a follow-up's own words tell that it asks for a record or a judgement."""
NEAR = 0.85
"""A second guide this close to the first (as a share of its score) is offered as a button."""


class Answerer:
    """Answers questions from the guides; deterministic, no network, no language model.

    Guarantees: every figure and link in a line is in the guide the line cites; a guide outside its validity never
    answers as current; without enough support the result is a typed refusal with a next step, never a guess.
    """

    def __init__(self, catalog: Callable[[], Catalog], library: Library, today: Callable[[], date]) -> None:
        self._catalog, self._today = catalog, today
        self.guides = GuideSearch(lambda: library.searcher, catalog)

    def answer(
        self, question: str, *, topic: str | None = None, facet: str | None = None, doubted: bool = False
    ) -> Answer:
        """Answer ``question``; ``topic`` is the guide talked about before, ``facet`` a hint from the dialogue.

        ``doubted``: the dialogue took the question for out of our field, so only strong support is enough.
        """
        catalog = self._catalog()
        question = question.strip()[:MAX_QUESTION]
        facets = self._facets(question, facet)
        known = catalog.get(topic) if topic else None
        if known and (instead := followup.corrected(question, known)):
            return self.answer(instead, facet=facet or facets[0])
        if not known and not subject_terms(question):
            return refusal.refuse("no_question", catalog, self._today())
        hits = self._current_first(self._search(question), question, catalog) if subject_terms(question) else []
        searcher = self.guides.searcher
        if known and followup.continues(question, known, hits, searcher):
            if kind := self._not_for_guides(question):
                return verified(refusal.refuse(kind, catalog, self._today(), known.domain), catalog)
            if regions.other(question, known):
                return verified(
                    refusal.refuse("no_source", catalog, self._today(), known.domain, _near(hits, catalog)), catalog
                )
            return verified(self._compose(known, facets, question, "", []), catalog)
        if not hits:
            return verified(self._refuse(question, "out_of_area", hits, catalog), catalog)
        guide, elsewhere = catalog[hits[0].doc], self.guides.elsewhere(question, hits[0])
        year = self._today().year
        judged = judge(question, hits, guide, searcher, elsewhere=elsewhere, year=year, doubted=doubted)
        nameless = hits[0].signals.name < HALF_NAMED and not followup.own_terms(question)
        if not judged.enough or elsewhere or nameless:
            return verified(self._refuse(question, judged.refusal, hits, catalog), catalog)
        return verified(self._compose(guide, facets, question, hits[0].passage.section, hits), catalog)

    def compare(self, question: str, *, topic: str | None = None) -> Answer:
        """Two guides side by side, each with its overview and who it is for; one named guide is met by ``topic``."""
        catalog = self._catalog()
        sides = [part for part in _BETWEEN.split(_DIFFERENCE.sub("", question), maxsplit=1) if subject_terms(part)]
        best = [self._search(side)[0].doc for side in sides if self._search(side)]
        chosen = list(dict.fromkeys([*best, *([topic] if topic and topic in catalog else [])]))[:2]
        if len(chosen) < 2 or chosen[1] in catalog[chosen[0]].same_as:
            return self.answer(question, topic=topic)
        return verified(self._side_by_side([catalog[doc] for doc in chosen[:2]]), catalog)

    def _side_by_side(self, guides: list[Guide]) -> Answer:
        today, lines = self._today(), []
        for guide in guides:
            lines += [Line(f"[{guide.name}]", guide.id, "한눈에"), *compose.state_lines(guide, today)]
            lines += [*compose.facet_lines(guide, "what")[:2], *compose.facet_lines(guide, "who")[:2]]
            lines += compose.facet_lines(guide, "amount")[:2]
        sources = tuple(compose.source(guide, "한눈에") for guide in guides)
        steps = tuple(NextStep(guide.name[:20], f"{guide.name} 알려 주세요") for guide in guides)
        return Answer(tuple(lines), sources, steps, None, guides[0].id, "what", tuple(guide.id for guide in guides))

    def supports(self, guide_ids: list[str]) -> list[str]:
        """What the named guides state, for checking a text that cites them."""
        catalog = self._catalog()
        return [stated(catalog[guide_id]) for guide_id in guide_ids if guide_id in catalog]

    def _facets(self, question: str, hint: str | None) -> list[str]:
        found = detect(question)
        if hint in table() and not is_plain(question):
            return [hint, *(name for name in found if name != hint)]
        return found

    def _search(self, question: str) -> list[Hit]:
        return self.guides.search(question)

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

    def _compose(self, guide: Guide, facets: list[str], question: str, section: str, hits: list[Hit]) -> Answer:
        catalog, today = self._catalog(), self._today()
        asked = facets[0]
        lines = [Line(f"{guide.name} 안내예요.", guide.id, "한눈에"), *compose.state_lines(guide, today)]
        partly = not compose.has(guide, asked) and asked != "what" and section in ("", "한눈에")
        if partly:
            lines.append(Line(f"'{table()[asked].button}'에 대한 내용은 이 안내에 따로 적혀 있지 않아요."))
        weigh = weigher(guide, question, self.guides.searcher.snapshot.whole.idf)
        lines += compose.lead_lines(guide, facets, section, weigh)
        lines += relevant_lines(guide, weigh, lines, MORE)
        if len(lines) < SHORT:
            lines += relevant_lines(guide, weigh, lines, SHORT - len(lines), SOME)
            lines += compose.only_new(compose.overview(guide), lines)[: max(0, SHORT - len(lines))]
        lines += self._closing(guide, asked)
        cited = [compose.source(guide, table()[asked].section if compose.has(guide, asked) else section or "한눈에")]
        if partly:
            desks, sources = refusal.desk_of(guide.domain, catalog, today)
            if not guide.contact:
                lines, cited = [*lines, *desks], [*cited, *sources]
        steps = [*self._others(hits, guide, catalog), *compose.next_steps(guide, asked)][:6]
        kind: RefusalType | None = "expired" if not guide.is_current(today) else "partly_known" if partly else None
        return Answer(tuple(lines), tuple(cited), tuple(steps), kind, guide.id, asked, tuple(h.doc for h in hits))

    def _closing(self, guide: Guide, asked: str) -> list[Line]:
        lines = []
        if guide.confidence == "low":
            lines.append(Line("이 내용은 확인이 더 필요해요. 신청 전에 꼭 문의해 주세요.", guide.id, "알아둘 점"))
        if guide.contact and asked != "contact":
            lines.append(Line(f"문의: {guide.contact}", guide.id, "문의"))
        return lines

    def _others(self, hits: list[Hit], guide: Guide, catalog: Catalog) -> list[NextStep]:
        replaced = [catalog[i] for i in guide.replaced_by]
        near = [
            catalog[hit.doc]
            for hit in hits[1:4]
            if hit.doc in catalog and hit.score >= NEAR * hits[0].score and hit.doc not in guide.same_as
        ]
        chosen = {other.id: other for other in [*replaced, *near]}
        return [NextStep(other.name[:20], f"{other.name} 알려 주세요") for other in list(chosen.values())[:2]]


def _near(hits: list[Hit], catalog: Catalog) -> tuple[NextStep, ...]:
    """Buttons for the guides that came nearest."""
    near = [catalog[hit.doc] for hit in hits[:3] if hit.doc in catalog]
    return tuple(NextStep(guide.name[:20], f"{guide.name} 알려 주세요") for guide in near)
