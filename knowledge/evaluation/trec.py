"""The same figures from trec_eval, the reference of the field (pytrec-eval-terrier, a development dependency)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NAMES = {"success_1": "recall@1", "success_5": "recall@5", "recip_rank": "mrr@10"}
"""trec_eval's names to ours; a ranking of ten places makes its reciprocal rank ours at ten."""


def by_trec_eval(right: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Means over all questions of ``right``; one for which nothing was found counts 0, as trec_eval -c does.

    Raises ModuleNotFoundError where the development dependencies are not installed.
    """
    import pytrec_eval

    wanted = {name: {guide: 1 for guide in guides} for name, guides in right.items()}
    run = {name: {doc: 1 / place for place, doc in enumerate(docs, 1)} for name, docs in found.items() if docs}
    measured = pytrec_eval.RelevanceEvaluator(wanted, {"success.1,5", "recip_rank"}).evaluate(run)
    return {ours: sum(each[theirs] for each in measured.values()) / len(wanted) for theirs, ours in NAMES.items()}
