"""Do answers stay right over several turns: follow-ups, corrections, comparisons, a topic left and taken up again?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer
from knowledge.answer.talk import Talk
from knowledge.evaluation import judging
from knowledge.evaluation.comparing import compares
from knowledge.evaluation.figures import Judged, Mistake, Part, Track, part, quietly
from knowledge.evaluation.sets import Asked, Dialogue


def dialogues(rows: Sequence[Dialogue], answerer: Answerer, track: Track = quietly) -> Part:
    """Share of turns right and of dialogues right in every turn; the topic is kept as the running bot keeps it."""
    judged: list[Judged] = []
    for row in track(rows, "이어 묻기"):
        turns = list(_turns(row, answerer))
        whole = float(all(turn.values["turns"] for turn in turns))
        judged += [*turns, Judged({"dialogues": whole})]
    found = part(judged)
    return Part(len(rows), found.figures, found.tables, found.mistakes)


def replies(row: Dialogue, answerer: Answerer) -> Iterator[tuple[Asked, Answer]]:
    """Each turn with its answer; the talk is kept as the running bot keeps it."""
    talk = Talk()
    for turn in row.turns:
        reply = answerer.compare if compares(turn) else answerer.answer
        answer = reply(turn.question, topic=talk.stored)
        talk = talk.after(answer)
        yield turn, answer


def _turns(row: Dialogue, answerer: Answerer) -> Iterator[Judged]:
    for number, (turn, answer) in enumerate(replies(row, answerer), 1):
        fine = judging.right(turn, answer)
        values = {
            "turns": float(fine), "first_turns": float(fine) if number == 1 else None,
            "later_turns": float(fine) if number > 1 else None,
        }  # fmt: skip
        told = " → ".join(each.question for each in row.turns[:number])
        wrong = Mistake(f"{row.id}#{number}", told, judging.wanted(turn), judging.given(turn, answer))
        yield Judged(values, {"domain": row.domain, "facet": turn.facet}, None if fine else wrong)
