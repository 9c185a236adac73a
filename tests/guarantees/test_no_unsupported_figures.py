"""Guarantee 5: no amount, date, age limit, phone or link in an answer that its cited guide does not contain.

Figures are looked for here by patterns of this file, not by those of the code that is tested.
"""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.build import Building
from gateway.rasa import Rasa
from knowledge.answer.answerer import Answerer
from knowledge.answer.compose import facet_lines
from knowledge.answer.facets import table
from knowledge.answer.model import Answer
from knowledge.answer.verify import stated
from knowledge.catalog import Catalog
from knowledge.eligibility.profile import Profile
from knowledge.eligibility.rules import reasons
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import say, words_of
from tests.house import RENT, ROOT

NUMBER = r"\d[\d,]*(?:\.\d+)?"
KINDS = {
    "amount": re.compile(rf"{NUMBER} ?(?:조|억|천만|백만|만|천)? ?(?:{NUMBER} ?만)? ?원"),
    "share": re.compile(rf"{NUMBER} ?(?:%|퍼센트)"),
    "age": re.compile(r"(?:만 ?)?\d+ ?(?:[~∼-] ?\d+ ?)?세"),
    "date": re.compile(r"(?:19|20)\d\d[-.년] ?\d{1,2}(?:[-.월] ?\d{1,2})?"),
    "phone": re.compile(r"(?<![\d-])\d{2,4}-\d{3,4}(?:-\d{4})?(?![\d-])"),
    "short phone": re.compile(r"(?<![\d,.-])1\d\d(?![\d,.%-])"),
    "link": re.compile(r"(?:https?://|www\.)[A-Za-z0-9./?=&%_#~-]+"),
    "number": re.compile(NUMBER),
}
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests/eval/retrieval_dev.jsonl").read_text(encoding="utf-8").splitlines()
]


def plain(text: str) -> str:
    """The text as figures are compared: folded, without blanks and thousands separators."""
    return re.sub(r"\s|(?<=\d),(?=\d)", "", unicodedata.normalize("NFKC", text))


def strange(text: str, sources: str) -> list[tuple[str, str]]:
    """What the text states in figures and the sources do not."""
    known = plain(sources)
    found = [(kind, hit[0]) for kind, pattern in KINDS.items() for hit in pattern.finditer(text)]
    return [(kind, figure) for kind, figure in found if plain(figure).rstrip(".") not in known]


def cited(answer: Answer, catalog: Catalog) -> str:
    """Everything that the cited guides state."""
    return "\n".join(stated(catalog[source.id]) for source in answer.sources)


def faults(answer: Answer, catalog: Catalog) -> list[object]:
    """Figures without a source, lines whose guide is not cited, links and titles that are not the guide's."""
    wrong: list[object] = list(strange(answer.text, cited(answer, catalog)))
    ids = {source.id for source in answer.sources}
    wrong += [line for line in answer.lines if line.guide and line.guide not in ids]
    wrong += [source for source in answer.sources if source.url != catalog[source.id].url]
    wrong += [source for source in answer.sources if source.as_of != catalog[source.id].as_of]
    return wrong


def test_every_third_guide_on_a_facet_or_two(all_answerer: Answerer, all_guides: Catalog):
    wrong, facets = {}, list(table())
    for number, guide in enumerate(list(all_guides)[::3]):
        for facet in (facets[number % len(facets)], facets[(number + 3) % len(facets)])[: 1 + number % 2]:
            answer = all_answerer.answer("", topic=guide.id, facet=facet)
            assert answer.topic in (guide.id, *guide.same_as) and answer.lines and answer.sources
            if found := faults(answer, all_guides):
                wrong[guide.id, facet] = found
    assert wrong == {}


def test_every_line_that_a_facet_could_show(all_guides: Catalog):
    wrong = {}
    for guide in all_guides:
        known = stated(guide)
        for facet in table():
            if found := [line for line in facet_lines(guide, facet) if strange(line.text, known)]:
                wrong[guide.id, facet] = found
    assert wrong == {}


def test_the_questions_people_ask(all_answerer: Answerer, all_guides: Catalog):
    wrong = {}
    for question in QUESTIONS[::5]:
        for answer in (all_answerer.answer(question), all_answerer.compare(question)):
            if found := faults(answer, all_guides):
                wrong[question] = found
    assert wrong == {}


WORDS = st.sampled_from(
    ["청년", "월세", "주거급여", "긴급복지", "행복주택", "서류", "얼마", "언제", "전화", "99만원", "2031년",
     "1577-9999", "만", "www.evil.example", "77세", "심사", "자격"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), st.sampled_from([None, *table()]))
def test_what_the_question_says_is_never_said_back_as_a_fact(answerer: Answerer, catalog: Catalog, question, facet):
    for topic in (None, RENT):
        assert faults(answerer.answer(question, topic=topic, facet=facet), catalog) == []
    assert faults(answerer.compare(question), catalog) == []


PROFILES = st.builds(
    Profile,
    age=st.none() | st.integers(0, 120),
    region=st.none() | st.sampled_from(["서울특별시 관악구", "부산광역시", "경기도 수원시"]),
    income_median_pct=st.none() | st.floats(0, 300),
    household=st.none() | st.lists(st.sampled_from(["1인가구", "미혼", "한부모", "장애인"]), unique=True),
)


@settings(max_examples=12)
@given(profile=PROFILES)
def test_a_threshold_told_is_the_guides_own(all_guides: Catalog, profile: Profile):
    wrong = [
        (guide.id, reason)
        for guide in all_guides
        for reason in reasons(guide, profile)
        if any(plain(number) not in plain(stated(guide)) for number in re.findall(NUMBER, reason.threshold))
    ]
    assert wrong == []


CLAIMS = ["월 최대 99만 원이에요.", "2031-01-01까지예요.", "만 77세까지예요.", "1577-9999로 전화하세요.",
          "https://evil.example 에서 신청해요.", "www.evil.example 을 보세요.", "기준 중위소득 61% 이하예요.",
          "월 ９９만 원이에요.", "1599-0777로 전화하세요."]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
async def test_a_claim_of_the_dialogue_that_its_guide_lacks_never_reaches_a_person(building: Building, claim: str):
    source = {"id": RENT, "title": "청년월세", "section": "지원 내용", "url": None, "as_of": "2026-10"}

    def answer(sender: str, text: str) -> list[dict]:
        good = {"text": "월 최대 20만 원이에요.", "citations": [source], "buttons": []}
        return [{"custom": good}, {"custom": {"text": claim, "citations": [source], "buttons": []}}]

    async with FakeRasa(answer) as server:
        building.house.rasa = Rasa(server.url, TOKEN, timeout=2)
        reply = await say(building, "청년월세 얼마예요")
        await building.house.rasa.close()
    assert claim not in words_of(reply) and "20만 원" in words_of(reply)
    assert strange(words_of(reply), "\n".join(building.house.answerer.supports([RENT]))) == []


async def test_a_mistake_in_the_check_itself_lets_nothing_through(building: Building):
    building.house.answerer.supports = lambda ids: 1 / 0  # type: ignore[method-assign]
    reply = await say(building, "청년월세 얼마예요?")
    assert "20만" not in words_of(reply) and not any(part.citations for part in reply.parts)
