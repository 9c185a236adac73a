"""Answers and dialogues, measured on real guides and the real answerer; right and wrong rows are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer.answerer import Answerer
from knowledge.answer.model import Answer, Source
from knowledge.catalog import Catalog
from knowledge.evaluation.answers import answers
from knowledge.evaluation.dialogues import dialogues, replies
from knowledge.evaluation.sets import Dialogue
from tests.house import RENT
from tests.knowledge.evaluation.rows import asked


def test_answers_of_the_real_answerer(answerer: Answerer, catalog: Catalog) -> None:
    rows = [
        asked("right", RENT, question="청년월세 지원 얼마까지 되나요?", must=["20만 원"], facet="amount"),
        asked("fact", RENT, question="청년월세 지원 얼마까지 되나요?", must=["99만 원"]),
        asked("guide", "culture-card", question="청년월세 지원 얼마까지 되나요?"),
        asked("lotto", question="내년 로또 번호 알려줘", refusal="out_of_area"),
        asked("not so", question="청년월세 지원 얼마까지 되나요?", refusal="no_source"),
    ]
    found = answers(rows, answerer, catalog)
    assert found.figures["answered"] == 1 and found.figures["guide_first"] == 2 / 3 and found.figures["facts"] == 0.5
    assert found.figures["refused"] == 0.5 and found.figures["unsupported"] == 0 and found.figures["lines"] > 1
    assert [wrong.id for wrong in found.mistakes] == ["fact", "guide", "not so"]
    assert found.tables["facet"]["amount"]["n"] == 1


def dialogue(*turns: dict[str, Any], id_: str = "d1") -> Dialogue:
    return Dialogue.model_validate({"id": id_, "domain": "housing", "turns": turns})


def turn(question: str, *guides: str, **more: Any) -> dict[str, Any]:
    return {"question": question, "guides": guides, **more}


def test_dialogues_count_turns_and_whole_dialogues(answerer: Answerer) -> None:
    first = turn("청년월세 지원 얼마까지 되나요?", RENT, must=["20만 원"], facet="amount")
    rows = [
        dialogue(first, turn("그럼 서류는?", RENT, facet="papers")),
        dialogue(first, turn("그럼 서류는?", "culture-card", facet="papers"), id_="d2"),
    ]
    found = dialogues(rows, answerer)
    assert found.rows == 2
    assert found.figures == {"turns": 0.75, "first_turns": 1, "later_turns": 0.5, "dialogues": 0.5}
    assert [(wrong.id, wrong.question) for wrong in found.mistakes] == [
        ("d2#2", "청년월세 지원 얼마까지 되나요? → 그럼 서류는?")
    ]
    assert found.tables["facet"]["papers"]["turns"] == 0.5 and found.tables["domain"]["housing"]["n"] == 4


class Heard:
    """An answerer that notes what it was asked; answers have the topics given, None where there is none."""

    def __init__(self, *topics: str | None) -> None:
        self.topics, self.asked = list(topics), list[tuple[str, str | None]]()

    def _reply(self, how: str, topic: str | None) -> Answer:
        self.asked.append((how, topic))
        return Answer((), (Source("a", "a", "", None, ""),), topic=self.topics.pop(0))

    def answer(self, _question: str, *, topic: str | None = None) -> Answer:
        return self._reply("answer", topic)

    def compare(self, _question: str, *, topic: str | None = None) -> Answer:
        return self._reply("compare", topic)


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("그거랑 청년미래적금이랑 뭐가 달라요?", True),
        ("국민임대 vs 영구임대", True),
        ("둘 다 비교해 줘", True),
        ("그럼 서류는?", False),
        ("뭐 내야 돼요?", False),
        ("전화는 어디로 하나요", False),
    ],
)
def test_a_turn_that_asks_to_compare_goes_where_the_bot_sends_it(question: str, compares: bool) -> None:
    heard = Heard("a")
    list(replies(dialogue(turn(question, "a")), heard))  # type: ignore[arg-type]
    assert heard.asked == [("compare" if compares else "answer", None)]


def test_the_topic_is_kept_as_the_bot_keeps_it() -> None:
    heard = Heard("a", None, "b", "c")
    turns = [turn("하나", "a"), turn("둘", refusal="no_source"), turn("셋", "a", facet="compare"), turn("넷", "c")]
    assert len(list(replies(dialogue(*turns), heard))) == 4  # type: ignore[arg-type]
    assert heard.asked == [("answer", None), ("answer", "a"), ("compare", "a"), ("answer", "b a")]
