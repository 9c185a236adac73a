"""Talks led by buttons: papers ticked off, the check-in; what begins them, what ends them, what they keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from actions.talk_list import TALKS
from actions.talks import LEFT_ALONE, Talks, Turned
from knowledge.answer.verify import unsupported_by_one
from knowledge.catalog import Catalog
from knowledge.mind.checkin import checkin

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


class Person:
    """Somebody who talks; the state is kept between the words as the gateway keeps it."""

    def __init__(self, catalog: Catalog) -> None:
        self.talks = Talks(TALKS, lambda: catalog, lambda: date(2026, 11, 22), "https://ieum.example")
        self.state: dict[str, Any] | None = None
        self.now = NOW

    def say(self, text: str, after_danger: bool = False) -> Turned | None:
        turned = self.talks.turn(self.state, text, self.now, after_danger)
        self.state = turned.state if turned else self.state
        return turned

    def hear(self, text: str) -> str:
        """The words that come back; the talk must have taken the text."""
        turned = self.say(text)
        assert turned is not None, text
        return words(turned)


def words(turned: Turned) -> str:
    return "\n".join(one["custom"]["text"] for one in turned.messages)


def buttons(turned: Turned | None) -> list[str]:
    assert turned is not None
    return [button["value"] for one in turned.messages for button in one["custom"]["buttons"]]


@pytest.fixture
def person(all_guides: Catalog) -> Person:
    return Person(all_guides)


# Papers


def test_a_checklist_begins_with_a_programmes_name(person: Person):
    turned = person.say("행복주택 서류 챙기기")
    assert "☐ 1." in words(turned) and "정부24" in words(turned)  # type: ignore[arg-type]
    assert turned and turned.messages[-1]["custom"]["citations"]


def test_papers_are_ticked_off_and_untouched_again(person: Person):
    person.say("주거급여 임차급여 서류 챙기기")
    assert "☑ 1." in person.hear("1번 챙겼어요")
    ticked = person.hear("2번, 3번 준비했어요")
    assert "☑ 2." in ticked and "☑ 3." in ticked and "3가지를 챙기셨어요" in ticked
    assert "☐ 2." in person.hear("2번은 아직이에요")
    assert "☑ 3." in person.hear("서류 다시 보기")


def test_a_number_that_is_not_there_is_named_and_nothing_is_lost(person: Person):
    person.say("주거급여 임차급여 서류 챙기기")
    person.say("1번 챙겼어요")
    assert "77번 서류는 없어요" in person.hear("77번 챙겼어요")
    assert "☑ 1." in person.hear("서류 보여 주세요")


@pytest.mark.parametrize(
    "text", ["없는제도 서류 챙기기", "1번 챙겼어요", "서류 보기", "안녕하세요", "청년월세 서류 뭐예요?"]
)
def test_what_is_meant_for_nobody_here_is_left_to_the_dialogue(person: Person, text: str):
    assert person.say(text) is None


@pytest.mark.parametrize("name", ["housing-benefit-rent", "청년월세", "긴급복지 생계지원", "디지털서비스 심사 서류"])
def test_ids_and_names_and_aliases_are_known(person: Person, name: str):
    assert person.say(f"{name} 서류 챙기기") is not None


# 마음 살피기


def checked_in(person: Person, group: str = "청년") -> Turned:
    """A whole check-in up to the question whether to keep it."""
    person.say("마음 살피기")
    person.say(group)
    for answer in ("힘들었어요", "그저 그랬어요", "아침에 일어나기가 벅차요"):
        person.say(answer)
    turned = person.say("말하기 싫어요")
    assert turned is not None
    return turned


@pytest.mark.parametrize("group", [group.name for group in checkin().groups.values()])
def test_each_group_is_led_to_its_own_places(all_guides: Catalog, group: str):
    person = Person(all_guides)
    turned = checked_in(person, group)
    (wanted,) = [one.guides for one in checkin().groups.values() if one.name == group]
    cited = [c["id"] for one in turned.messages for c in one["custom"].get("citations", [])]
    assert cited[: len(wanted)] == list(wanted) and "mind-self-check" in cited and "mind-crisis-109" in cited
    assert any(button.get("url") for one in turned.messages for button in one["custom"]["buttons"])


def test_every_group_leads_to_guides_that_say_what_is_told(all_guides: Catalog):
    assert {"student", "youth", "soldier", "parent", "elder"} == set(checkin().groups)
    for group in checkin().groups.values():
        turned = checked_in(Person(all_guides), group.name)
        cited = next(one["custom"] for one in turned.messages if one["custom"].get("citations"))
        supports = [all_guides[c["id"]].facts_text for c in cited["citations"]]
        assert not unsupported_by_one(cited["text"], supports)


def test_nothing_is_scored_or_named_an_illness(all_guides: Catalog):
    for worst in ("괜찮았어요", "힘들었어요"):
        person = Person(all_guides)
        said = []
        for text in ("어르신 마음 살피기", worst, worst, worst, worst, "나란히 보여 주세요", "마음 기록 보기"):
            said.append(person.hear(text))
        told = "\n".join(said).replace("검사나 진단이 아니고 점수도 없어요", "").replace("점수가 아니에요", "")
        assert not any(word in told for word in ("점수", "진단", "우울증입니다", "위험군", "총점"))


def test_the_group_may_be_told_at_once_and_an_unknown_one_is_asked_again(person: Person):
    assert "생활관" in person.hear("군인 마음 살피기")
    other = Person(person.talks._catalog())
    other.say("마음 살피기")
    assert buttons(other.say("외계인")) == [group.name for group in checkin().groups.values()]


def test_words_are_kept_only_when_the_person_says_so(person: Person):
    checked_in(person)
    assert "지웠어요" in person.hear("지워 주세요") and person.state is None
    checked_in(person)
    shown = person.hear("나란히 보여 주세요")
    assert "■■■ 힘들었어요" in shown.replace("\u3000", "") and "“아침에 일어나기가 벅차요”" in shown
    assert "(말하지 않음)" in shown


def test_the_words_are_shown_once_and_deleted_on_a_word(person: Person):
    checked_in(person)
    person.say("나란히 보여 주세요")
    shown = person.say("마음 기록 보기")
    assert shown and shown.private and shown.once and "벅차요" in words(shown)
    assert "모두 지웠어요" in person.hear("마음 기록 지워 줘") and person.state is None
    assert "남아 있는 마음 기록이 없어요" in person.hear("마음 기록 보기")


def test_every_turn_of_a_check_in_is_private(person: Person):
    for text in ("마음 살피기", "부모", "힘들었어요", "그만할래요"):
        turned = person.say(text)
        assert turned and turned.private
    assert person.state is None


def test_after_danger_no_question_of_it_waits_any_more(person: Person):
    person.say("마음 살피기")
    person.say("청년")
    assert person.state and person.talks.interrupted(person.state) is None
    assert person.say("힘들었어요", after_danger=True) is None


def test_a_question_left_alone_waits_no_longer(person: Person):
    person.say("마음 살피기")
    person.now = NOW + LEFT_ALONE + timedelta(seconds=1)
    assert person.say("청년") is None


def test_a_checklist_survives_a_check_in(person: Person):
    person.say("주거급여 임차급여 서류 챙기기")
    person.say("1번 챙겼어요")
    checked_in(person)
    person.say("지워 주세요")
    assert "☑ 1." in person.hear("서류 보기")
