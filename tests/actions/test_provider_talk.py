"""For providers and agencies: papers by type, the self-check, ways step by step; every fact is a guide's."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.answer.verify import unsupported_by_one
from knowledge.catalog import Catalog
from knowledge.documents.providers import Providers, providers
from tests.actions.test_talks import Person, buttons, words


@pytest.fixture
def person(all_guides: Catalog) -> Person:
    return Person(all_guides)


def test_every_guide_criterion_and_document_named_is_there(all_guides: Catalog):
    data = providers()
    named = [*data.common, *data.self_check.closing_guides]
    named += [one for kind in data.types.values() for one in (kind.is_, kind.papers)]
    named += [one for way in data.ways.values() for one in way.guides]
    assert [one for one in named if one not in all_guides] == []
    for item in data.self_check.items:
        guide = all_guides[item.guide]
        assert item.criterion in guide.criteria or item.document in guide.documents, item.id


@pytest.mark.parametrize("kind", ["IaaS", "PaaS", "SaaS", "지원서비스", "융합서비스"])
def test_the_papers_of_a_type_are_its_guides_papers(person: Person, all_guides: Catalog, kind: str):
    turned = person.say(f"{kind} 심사 서류")
    assert turned is not None
    for line in all_guides[providers().types[kind].papers].documents:
        assert f"- {line}" in words(turned)
    for one in turned.messages:
        guide = all_guides[one["custom"]["citations"][0]["id"]]
        assert not unsupported_by_one(one["custom"]["text"], [guide.facts_text])


@pytest.mark.parametrize("way", ["심사 순서", "수의계약 순서", "카탈로그계약 순서", "혁신제품 순서"])
def test_a_way_is_told_step_by_step_with_its_source(person: Person, all_guides: Catalog, way: str):
    turned = person.say(way)
    assert turned is not None and words(turned).count("\n- ") >= 4
    for one in turned.messages:
        guide = all_guides[one["custom"]["citations"][0]["id"]]
        assert not unsupported_by_one(one["custom"]["text"], [guide.facts_text])


def checked(person: Person, kind: str, answers: list[str]) -> str:
    person.say(f"{kind} 심사 자가점검")
    said = [person.hear(answer) for answer in answers]
    assert person.state is None
    return said[-1]


def test_the_self_check_sorts_what_is_lacking_and_judges_nothing(person: Person):
    questions = providers().questions("SaaS")
    told = checked(person, "SaaS", ["네", "아니요", "모르겠어요", *["네"] * (len(questions) - 3)])
    assert told.index("더 챙길 것") < told.index("경영상태") < told.index("확인해 볼 것") < told.index("부정당업자")
    assert not any(word in told for word in ("합격", "불합격", "점수", "통과하셨"))


def test_each_type_is_asked_its_own_questions():
    by_type = {kind: {item.id for item in providers().questions(kind)} for kind in providers().types}
    assert "people" in by_type["지원서비스"] and "people" not in by_type["SaaS"]
    assert "security" in by_type["융합서비스"] and "security" not in by_type["지원서비스"]


def test_without_a_type_it_is_asked_and_other_words_are_left_to_the_dialogue(person: Person):
    assert buttons(person.say("심사 자가점검")) == list(providers().types)
    assert person.say("청년월세 얼마예요?") is None
    person.say("SaaS")
    assert person.say("심사비는 얼마예요?") is None
    assert person.say("네") is not None
    assert "그만할게요" in person.hear("그만") and person.state is None


@pytest.mark.parametrize("text", ["수의계약이 뭐예요", "서류", "복지 심사 서류", "SaaS 뭐예요"])
def test_questions_are_left_to_the_dialogue(person: Person, text: str):
    assert person.say(text) is None


def test_a_question_for_an_unknown_type_is_refused():
    told = providers().model_dump()
    told["self_check"]["items"][0]["types"] = ["없는 유형"]
    with pytest.raises(ValidationError, match="없는 유형"):
        Providers.model_validate(told)
