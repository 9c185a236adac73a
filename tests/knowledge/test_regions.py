"""Regions and countries in a question: whose scheme is asked for."""

from __future__ import annotations

import pytest

from knowledge.search.regions import data, elsewhere, named, of_guide, other, tells_scheme
from tests.knowledge import guides

SEOUL, BUSAN, GYEONGGI = "서울특별시", "부산광역시", "경기도"
NATIONAL = guides.guide(eligibility={"region": "전국(지자체별 시행)"})
OF_SEOUL = guides.guide(name="서울 달빛 이용권", eligibility={"region": SEOUL})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("서울 사는데요", {SEOUL}),
        ("관악구로 이사했어요", {SEOUL}),
        ("수원에서 일해요", {GYEONGGI}),
        ("부산시에서 하는 거", {BUSAN}),
        ("성남 살다가 부산 왔어요", {GYEONGGI, BUSAN}),
        ("예산이 얼마예요", set()),
        ("침대구매 영양제", set()),
        ("전남편이 연락해요", set()),
        ("오늘 경기 결과", set()),
        ("", set()),
    ],
)
def test_the_regions_a_text_names(text: str, found: set[str]):
    assert named(text) == found


def test_a_guide_of_the_whole_country_is_of_no_region():
    assert of_guide(NATIONAL) == frozenset() and of_guide(OF_SEOUL) == {SEOUL}
    assert of_guide(guides.guide(eligibility={"region": "서울·경기·부산 등"})) == {SEOUL, GYEONGGI, BUSAN}


def test_a_guide_of_one_region_is_not_for_another():
    assert other("부산은 얼마예요?", OF_SEOUL) and not other("서울 관악구는요?", OF_SEOUL)
    assert not other("부산은 얼마예요?", NATIONAL) and not other("얼마예요?", OF_SEOUL)


@pytest.mark.parametrize(
    "question",
    [
        "전주시에서 하는 청년 만원주택 모집 언제예요?",
        "강릉시 청년 이사비 지원 얼마예요?",
        "대전형 청년수당 얼마",
        "미국 실업급여 얼마예요",
        "독일의 주거수당은 누가 받아요?",
    ],
)
def test_what_another_place_gives_is_elsewhere(question: str):
    assert elsewhere(question, NATIONAL, spelled_out=False)


@pytest.mark.parametrize(
    "question",
    [
        "부산 사는데 월세 지원 되나요?",
        "대전 대학생인데 장학금 받을 수 있나요?",
        "부모님은 대구에서 주거급여를 받으세요",
        "베트남 사람인데 긴급복지 되나요?",
        "일본에서 왔는데 의료급여 되나요?",
        "월세 지원 얼마예요?",
    ],
)
def test_where_a_person_lives_or_comes_from_is_not_elsewhere(question: str):
    assert not elsewhere(question, NATIONAL, spelled_out=False)


def test_a_region_beside_the_guides_own_name_tells_where_the_person_lives():
    assert not elsewhere("강릉시 달빛 이용권 지원 신청", NATIONAL, spelled_out=True)
    assert elsewhere("강릉시 달빛 이용권 지원 신청", OF_SEOUL, spelled_out=True)


def test_a_guide_that_speaks_of_the_place_answers_for_it():
    told = guides.guide({"한눈에": "전주시와 미국에서도 받아요."}, eligibility={"region": "전국"})
    assert not elsewhere("전주시에서 하는 지원", told, spelled_out=False)
    assert not elsewhere("미국 지원금 얼마", told, spelled_out=False)


def test_the_data_names_each_place_once():
    inside = [name for sido in data().sido.values() for name in sido.inside]
    assert len(inside) == len(set(inside)) > 200
    assert set(data().only_whole) <= set(inside) and len(data().sido) == 17


def test_a_scheme_is_told_by_its_last_word():
    assert tells_scheme("청년기쁨두배통장") and not tells_scheme("김치찌개 끓이는 법")
