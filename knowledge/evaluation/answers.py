"""Are questions answered from the right guide, with the facts asked for, and refused where they must be?"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.catalog import Catalog
from knowledge.evaluation import judging
from knowledge.evaluation.figures import Judged, Mistake, Part, Track, part, quietly
from knowledge.evaluation.sets import Question


def answers(rows: Sequence[Question], answerer: Answerer, catalog: Catalog, track: Track = quietly) -> Part:
    """Every row answered once, without a topic and without a hint from the dialogue."""
    return part([judge(row, answerer.answer(row.question), answerer, catalog) for row in track(rows, "답하기")])


def judge(row: Question, answer: Answer, answerer: Answerer, catalog: Catalog) -> Judged:
    """One row's values, groups and mistake."""
    supports = answerer.supports([source.id for source in answer.sources])
    found = judging.values(row, answer, catalog, supports)
    wrong = not judging.right(row, answer) or bool(found.get("unsupported"))
    mistake = Mistake(row.id, row.question, judging.wanted(row), judging.given(row, answer)) if wrong else None
    return Judged(found, {"domain": row.domain, "style": row.style, "facet": row.facet}, mistake)
