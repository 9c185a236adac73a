"""A draft in the chat: gaps one by one, wrong values asked again, nothing sent, deleted on a word."""

from __future__ import annotations

import pytest

from knowledge.catalog import Catalog
from knowledge.documents.draft_data import programmes
from tests.actions.test_talks import Person, buttons, words

BEGIN = "생계급여 신청서 초안"


@pytest.fixture
def person(all_guides: Catalog) -> Person:
    return Person(all_guides)


def test_the_gaps_are_asked_one_by_one(person: Person):
    first = person.say(BEGIN)
    assert first and first.private and "이름" in words(first) and "적지 마세요" in words(first)
    assert "생년월일" in person.hear("홍길동")
    assert "전화번호" in person.hear("1999.3.5")
    assert person.state and person.state["draft"]["answers"] == {"name": "홍길동", "birth": "1999-03-05"}


def test_a_wrong_value_is_named_and_asked_again(person: Person):
    person.say(BEGIN)
    person.say("홍길동")
    told = person.hear("작년 봄")
    assert "'작년 봄'" in told and told.endswith("(예 1999-03-05)")
    assert "birth" not in (person.state or {})["draft"]["answers"]


def test_a_hidden_number_is_not_taken_for_an_answer(person: Person):
    person.say(BEGIN)
    assert "적지 마세요" in person.hear("[주민등록번호 가림]")
    assert (person.state or {})["draft"]["answers"] == {}


def test_a_question_is_left_to_the_dialogue_and_the_draft_goes_on(person: Person):
    person.say(BEGIN)
    assert person.say("생계급여는 얼마예요?") is None
    assert "생년월일" in person.hear("홍길동")


def test_one_may_skip_and_stop_and_then_gets_the_files_and_the_address(person: Person):
    person.say(BEGIN)
    person.say("홍길동")
    person.say("건너뛰기")
    turned = person.say("여기까지")
    assert turned and "1칸을 채웠고" in words(turned) and "어디에도 내지 않았어요" in words(turned)
    urls = [b["url"] for one in turned.messages for b in one["custom"]["buttons"] if b.get("url")]
    assert len(urls) == 2 and all(url.startswith("https://ieum.example/drafts/mine/") for url in urls)


def test_choices_are_buttons(person: Person):
    person.say("디지털서비스 심사 서류 신청서 초안")
    for answer in ("이음", "120-81-47521", "김대표", "서울", "김담당", "02-000-0000", "이음챗"):
        turned = person.say(answer)
    assert "융합서비스" in buttons(turned)


def test_deleted_on_a_word(person: Person):
    person.say(BEGIN)
    person.say("홍길동")
    assert "모두 지웠어요" in person.hear("초안 지워 줘") and person.state is None
    assert "없어요" in person.hear("초안 지워 줘")


def test_every_draft_can_be_begun_by_its_guides_id(all_guides: Catalog):
    for guide in programmes():
        assert Person(all_guides).say(f"{guide} 신청서 초안") is not None, guide


def test_a_name_whose_twin_has_the_form_leads_to_it(person: Person):
    person.say("housing-youth-monthly-rent 신청서 초안")
    assert (person.state or {})["draft"]["guide"] == "youth-monthly-rent"


def test_after_danger_the_answers_stay_and_nothing_is_asked(person: Person):
    person.say(BEGIN)
    assert person.talks.interrupted(person.state or {}) is None
    person.say("홍길동")
    assert person.talks.interrupted(person.state or {}) == {"draft": person.state["draft"]}  # type: ignore[index]
