"""Is a right guide found first, or among the first five? Ours and the baselines, cross-checked with trec_eval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knowledge.evaluation.figures import Figures, Judged, Mistake, Part, Track, figures, part, quietly
from knowledge.evaluation.sets import Question
from knowledge.evaluation.trec import by_trec_eval
from knowledge.evaluation.words import words

DEPTH = 10
Ranker = Callable[[str, int], list[str]]
"""From a question and a number to so many guide ids at most, best first."""


class Disagreement(RuntimeError):
    """Our figures are not those of trec_eval: one of both is wrong, and no figure can be trusted."""


def retrieval(
    rows: Sequence[Question], ours: Ranker, baselines: Mapping[str, Ranker] | None = None, track: Track = quietly
) -> Part:
    """recall@1, recall@5 and MRR@10 over the answerable rows; a row is found when any of its guides is.

    Raises Disagreement when trec_eval, asked in the same run, finds other figures for any ranking.
    """
    asked = [row for row in rows if row.answerable]
    judged = _judge(asked, ours, track, "찾기")
    beside = {
        name: figures(_judge(asked, rank, track, words().baselines.get(name, name)))
        for name, rank in (baselines or {}).items()
    }
    return part(judged, beside)


def _judge(rows: Sequence[Question], rank: Ranker, track: Track, what: str) -> list[Judged]:
    ranked = {row.id: rank(row.question, DEPTH)[:DEPTH] for row in track(rows, what)}
    judged = [judge(row, ranked[row.id]) for row in rows]
    if rows:
        _agree(what, figures(judged), by_trec_eval({row.id: row.guides for row in rows}, ranked))
    return judged


def judge(row: Question, found: Sequence[str]) -> Judged:
    """One row's values from what was found, best first."""
    place = next((number for number, guide in enumerate(found, 1) if guide in row.guides), None)
    values = {
        "recall@1": float(place == 1), "recall@5": float(place is not None and place <= 5),
        "mrr@10": 1 / place if place else 0.0,
    }  # fmt: skip
    wrong = Mistake(row.id, row.question, ", ".join(row.guides), ", ".join(found[:3]) or "없음")
    groups = {"domain": row.domain, "style": row.style, "facet": row.facet}
    return Judged(values, groups, None if place == 1 else wrong)


def _agree(what: str, own: Figures, theirs: Figures) -> None:
    for name, value in theirs.items():
        if abs(own[name] - value) > 1e-6:
            raise Disagreement(f"{what}: {name}을 우리는 {own[name]:.6f}, trec_eval은 {value:.6f}로 셌어요.")
