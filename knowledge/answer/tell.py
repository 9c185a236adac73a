"""Tell what was found: one guide on the asked facet, two side by side, a list, or several answers as one."""

from __future__ import annotations

from datetime import date

from knowledge.answer import compose, refusal
from knowledge.answer.facets import table
from knowledge.answer.lines import Asked
from knowledge.answer.model import Answer, Line, NextStep, RefusalType, Source
from knowledge.answer.statements import sentences
from knowledge.catalog import Catalog
from knowledge.guide import Guide
from knowledge.search.hybrid import Hit

SURE = 0.4
"""Chance of a facet from which a guide without it is said to lack it."""
NEAR, BESIDE = 0.35, 2
"""A guide that is meant this likely, as a share of the first one's chance, is offered beside it; how many at most."""
LISTED, LIKE = 6, 0.5
"""Guides in a list at most, and how close to the first (as a share of its score) they must be."""
SHORT_LINE = 70
"""Letters up to which a field fits into a line about a guide."""
EACH = 6
"""Lines of each of several answers in one message."""


def tell(guide: Guide, asked: Asked, hint: str | None, hits: list[Hit], *, catalog: Catalog, today: date) -> Answer:
    """One guide: how it stands, the lines that answer, which other guide may be meant, whom to ask.

    ``hint`` is the facet the dialogue took the question for, or that was talked of before.
    """
    facet = "what" if asked.only_names(guide) and hint not in table() else asked.leading
    lines = [Line(opening(guide), guide.id, "한눈에"), *compose.state_lines(guide, today)]
    partly = facet != "what" and not compose.has(guide, facet) and asked.chances[facet] >= SURE
    if partly:
        lines.append(Line(f"'{table()[facet].button}'에 대한 내용은 이 안내에 따로 적혀 있지 않아요."))
    lines += compose.only_new(compose.answering(guide, asked, facet), lines)
    cited = [compose.source(guide, table()[facet].section if compose.has(guide, facet) else "한눈에")]
    lines += _closing(guide, facet, lines)
    if partly and not guide.contact:
        desks, sources = refusal.desk_of(guide.domain, catalog, today)
        lines, cited = [*lines, *desks], [*cited, *sources]
    others = _beside(hits, guide, catalog)
    if others:
        names = ", ".join(f"'{other.name}'" for other in others)
        lines.append(Line(f"혹시 {names} 이야기라면 아래에서 골라 주세요.", others[0].id, "한눈에"))
        cited += [compose.source(other, "한눈에") for other in others]
    replaced = [catalog[i] for i in guide.replaced_by]
    steps = [*_steps_to([*replaced, *others][:BESIDE]), *compose.next_steps(guide, facet)][:6]
    kind: RefusalType | None = "expired" if not guide.is_current(today) else "partly_known" if partly else None
    return Answer(tuple(lines), tuple(cited), tuple(steps), kind, guide.id, facet, tuple(h.doc for h in hits))


def opening(guide: Guide) -> str:
    """The first line of an answer that tells of one guide."""
    return f"{guide.name} 안내예요."


def gist(guide: Guide, facet: str = "what") -> str:
    """One guide in one short line: its own words on the facet when they are short, otherwise what it is."""
    said = compose.fields(guide, facet)
    if facet in ("amount", "when", "contact") and said and len(said[0]) <= SHORT_LINE:
        return said[0]
    return sentences(guide.summary)[0]


def side_by_side(guides: list[Guide], today: date) -> Answer:
    """Each with what it is, who it is for and what it gives."""
    lines: list[Line] = []
    for guide in guides:
        lines += [Line(f"[{guide.name}]", guide.id, "한눈에"), *compose.state_lines(guide, today)]
        lines += [*compose.facet_lines(guide, "what")[:2], *compose.facet_lines(guide, "who")[:2]]
        lines += compose.facet_lines(guide, "amount")[:2]
    sources = tuple(compose.source(guide, "한눈에") for guide in guides)
    found = tuple(guide.id for guide in guides)
    return Answer(tuple(lines), sources, tuple(_steps_to(guides)), None, guides[0].id, "what", found, found)


def listed(hits: list[Hit], catalog: Catalog, today: date) -> Answer:
    """The guides that fit, one line each, those that are over left out."""
    guides: list[Guide] = []
    for hit in hits:
        guide = catalog[hit.doc]
        twin = any(guide.id in other.same_as for other in guides)
        if hit.signals.fused >= LIKE * hits[0].signals.fused and guide.is_current(today) and not twin:
            guides.append(guide)
    guides = guides[:LISTED]
    lines = [Line("이런 안내가 있어요.")]
    for guide in guides:
        closed = " (지금은 마감)" if guide.status == "closed" else ""
        lines.append(Line(f"- {guide.name}{closed}: {gist(guide, 'amount')}", guide.id, "한눈에"))
    lines.append(Line("궁금한 것을 누르거나 이름을 적어 주시면 자세히 알려 드려요."))
    sources = tuple(compose.source(guide, "한눈에") for guide in guides)
    found = tuple(guide.id for guide in guides)
    return Answer(tuple(lines), sources, tuple(_steps_to(guides)), None, None, "what", found, found)


def joined(answers: list[Answer]) -> Answer:
    """Several answers as one message, each shortened to its own guide; what is talked about next is the last one's."""
    lines: list[Line] = []
    sources: dict[str, Source] = {}
    for answer in answers:
        own = answer.sources[0].id if answer.topic and answer.sources else None
        kept = [line for line in answer.lines if own is None or line.guide in ("", own)][:EACH]
        lines += [*kept, Line("")] if answer is not answers[-1] else kept
        told = {line.guide for line in kept}
        sources |= {source.id: source for source in answer.sources if source.id in told and source.id not in sources}
    steps = {step.value: step for answer in answers for step in answer.steps[:3]}
    refused = answers[0].refusal if all(answer.refusal for answer in answers) else None
    last, found = answers[-1], tuple(doc for answer in answers for doc in answer.found[:1])
    shown = tuple(dict.fromkeys(answer.topic for answer in answers if answer.topic))
    return Answer(
        tuple(lines), tuple(sources.values()), tuple(steps.values())[:6], refused, last.topic, last.facet, found, shown
    )


def _closing(guide: Guide, asked: str, said: list[Line]) -> list[Line]:
    lines = []
    if guide.confidence == "low":
        lines.append(Line("이 내용은 확인이 더 필요해요. 신청 전에 꼭 문의해 주세요.", guide.id, "알아둘 점"))
    if guide.contact and asked != "contact" and all(guide.contact not in line.text for line in said):
        lines.append(Line(f"문의: {guide.contact}", guide.id, "문의"))
    return lines


def _beside(hits: list[Hit], guide: Guide, catalog: Catalog) -> list[Guide]:
    if not hits or hits[0].doc != guide.id:
        return []
    near = [catalog[hit.doc] for hit in hits[1:5] if hit.score >= NEAR * hits[0].score and hit.doc in catalog]
    return [other for other in near if other.id not in guide.same_as][:BESIDE]


def _steps_to(guides: list[Guide]) -> list[NextStep]:
    return [NextStep(guide.name[:20], f"{guide.name} 알려 주세요") for guide in guides]
