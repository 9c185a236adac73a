"""Retrieval and answer quality on question sets, beside whitespace BM25 (rank-bm25) in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rank_bm25 import BM25Okapi

from knowledge.answer.answerer import Answerer
from knowledge.answer.verify import unsupported
from knowledge.catalog import Catalog
from knowledge.passages import Passage
from knowledge.search.guides import GuideSearch

DEPTH = 10
REFUSED = frozenset(("no_source", "out_of_area", "personal_record", "legal_judgement", "no_question"))
"""Refusal types that answer nothing; ``partly_known`` and ``expired`` still answer from a guide."""


def ranking(rows: Sequence[dict[str, Any]], rank: Callable[[str], list[str]]) -> dict[str, float]:
    """recall@1, recall@5 and MRR@10 of the answerable rows; a row is found when any of its guides is."""
    first = five = reciprocal = 0.0
    answerable = [row for row in rows if row["guides"]]
    for row in answerable:
        place = next((i for i, doc in enumerate(rank(row["question"])[:DEPTH]) if doc in row["guides"]), None)
        if place is not None:
            first += place == 0
            five += place < 5
            reciprocal += 1 / (place + 1)
    n = len(answerable)
    return {"questions": n, "recall@1": first / n, "recall@5": five / n, "mrr@10": reciprocal / n}


def retrieval(rows: Sequence[dict[str, Any]], guides: GuideSearch, passages: Sequence[Passage]) -> dict[str, Any]:
    """이음's search and the baseline on the same questions."""
    whole: dict[str, list[str]] = {}
    for passage in passages:
        whole.setdefault(passage.doc, [passage.names]).append(passage.text)
    docs = list(whole)
    baseline = BM25Okapi([" ".join(whole[doc]).split() for doc in docs])

    def by_words(question: str) -> list[str]:
        scores = baseline.get_scores(question.split())
        return [docs[i] for i in scores.argsort()[::-1][:DEPTH]]

    return {
        "ieum": ranking(rows, lambda question: [hit.doc for hit in guides.search(question, DEPTH)]),
        "baseline: whitespace bm25": ranking(rows, by_words),
    }


def answers(rows: Sequence[dict[str, Any]], answerer: Answerer, catalog: Catalog) -> dict[str, Any]:
    """Of the answers themselves: right guide cited first, required facts present, refusals, unsupported figures."""
    cited = facts = needed = answered = refused = typed = unfounded = lines = 0
    answerable = [row for row in rows if row["guides"]]
    refusable = [row for row in rows if not row["guides"]]
    for row in answerable:
        answer = answerer.answer(row["question"])
        answered += answer.refusal not in REFUSED
        lines += len(answer.lines)
        cited += bool(answer.sources) and answer.sources[0].id in row["guides"]
        squeezed = answer.text.replace(" ", "").replace(",", "")
        needed += bool(row["must"])
        facts += bool(row["must"]) and all(m.replace(" ", "").replace(",", "") in squeezed for m in row["must"])
        texts = answerer.supports([source.id for source in answer.sources])
        unfounded += len(unsupported(answer.text, texts))
    for row in refusable:
        kind = answerer.answer(row["question"]).refusal
        refused += kind in REFUSED
        typed += kind == row["refusal"]
    n = len(answerable)
    return {
        "answers": {
            "answered": answered / n, "right guide cited first": cited / n, "required facts present": facts / needed,
            "refused what must be refused": refused / max(1, len(refusable)), "refused for the right reason":
            typed / max(1, len(refusable)), "unsupported figures": unfounded, "lines an answer": lines / n,
        }
    }  # fmt: skip
