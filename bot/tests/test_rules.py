"""What the rules read from a person's words, and what they must not read."""

from __future__ import annotations

from datetime import date
from typing import Any, Callable, List, Tuple

import pytest
import yaml
from components.numbers import parse_native, parse_sino
from components.rules import ages, money, regions, situations

Extract = Callable[[str], List[Tuple[str, Any]]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("이백오십", 250),
        ("3천5백", 3500),
        ("2만 5천", 25_000),
        ("1.5억", 150_000_000),
        ("삼백만", 3_000_000),
        ("만", 10_000),
        ("천만", 10_000_000),
        ("3억5천만", 350_000_000),
        ("1,234,000", 1_234_000),
        ("이삼", None),
        ("2 3", None),
        ("", None),
    ],
)
def test_sino_numerals(text: str, value: Any) -> None:
    assert parse_sino(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("스물 다섯", 25), ("서른", 30), ("예순다섯", 65), ("이른", 70), ("사과", None)]
)
def test_native_numerals(text: str, value: Any) -> None:
    assert parse_native(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26살이에요", 26),
        ("만 29세입니다", 29),
        ("스물 다섯", 25),
        ("서른셋이요", 33),
        ("육십오 세", 65),
        ("나이는 45고요", 45),
        ("올해 33이에요", 33),
        ("만 34 아직 안 됐어요", 34),
        ("여든둘 먹었소", 82),
        ("1995년 12월생", 30),
        ("1995년 3월생", 31),
        ("95년생", 31),
        ("05년생이에요", 21),
        ("2001년 11월 22일생", 25),
        ("2001년 11월 23일생", 24),
    ],
)
def test_ages(entities: Extract, text: str, value: int) -> None:
    assert ("age", value) in entities(text)


@pytest.mark.parametrize(
    "text",
    [
        "만 34세 이하만 되나요",
        "19~34세인가요",
        "65세 이상 혜택",
        "39세까지 되나요",
        "서른 명이 왔어요",
        "스무 개",
        "3세대 주택",
        "200살이에요",
        "세금 20세트",
        "26만원",
        "130 살",
    ],
)
def test_not_an_age(entities: Extract, text: str) -> None:
    assert "age" not in dict(entities(text))


@pytest.mark.parametrize(("text", "value"), [("20대예요", "20-29"), ("20대 후반", "27-29"), ("30대 초반이요", "30-33")])
def test_age_ranges(entities: Extract, text: str, value: str) -> None:
    assert ("age_range", value) in entities(text)


def test_a_birth_year_is_told_beside_the_age(entities: Extract) -> None:
    assert ("birth_year", 1995) in entities("95년생이에요")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2만 5천원", [25_000]),
        ("3천~4천만원", [30_000_000, 40_000_000]),
        ("연봉 3천", [30_000_000]),
        ("월급 250", [2_500_000]),
        ("월급이 이백오십이에요", [2_500_000]),
        ("보증금 500에 월세 40", [5_000_000, 400_000]),
        ("1억 2천 있어요", [120_000_000]),
        ("3억5천만원", [350_000_000]),
        ("한 달에 백만원 벌어요", [1_000_000]),
        ("만원", [10_000]),
        ("소득이 전혀 없어요", [0]),
        ("45만원", [450_000]),
        ("1,234,000원", [1_234_000]),
        ("보증금 천에 월세 오십", [10_000_000, 500_000]),
        ("월 소득 200만원", [2_000_000]),
        ("연 소득 2400만원", [24_000_000]),
        ("통장에 500만원", [5_000_000]),
    ],
)
def test_money(entities: Extract, text: str, values: List[int]) -> None:
    assert [value for entity, value in entities(text) if entity == "money_won"] == values


@pytest.mark.parametrize(
    "text",
    ["이만 나갈게요", "사만 명이 왔어요", "월 3일에 가요", "소득이 궁금해요", "5천 명", "원룸 살아요", "월세 지원"],
)
def test_not_money(entities: Extract, text: str) -> None:
    assert "money_won" not in dict(entities(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("서울에 살아요", "서울특별시"),
        ("부산이요", "부산광역시"),
        ("관악구 신림동", "서울특별시 관악구"),
        ("경기도 광주시 살아요", "경기도 광주시"),
        ("경기 광주요", "경기도 광주시"),
        ("광주 북구", "광주광역시 북구"),
        ("강원도 고성군", "강원특별자치도 고성군"),
        ("경남 고성", "경상남도 고성군"),
        ("서울시민입니다", "서울특별시"),
        ("수원 살고 있어요", "경기도 수원시"),
        ("부산 강서구요", "부산광역시 강서구"),
        ("세종시 살아요", "세종특별자치시"),
        ("공주 살아요", "충청남도 공주시"),
        ("인천 중구요", "인천광역시 중구"),
        ("분당 살아요", "경기도 성남시"),
        ("창원이요", "경상남도 창원시"),
        ("제주도예요", "제주특별자치도"),
        ("전북 전주시", "전북특별자치도 전주시"),
    ],
)
def test_regions(entities: Extract, text: str, value: str) -> None:
    assert ("region", value) in entities(text)


@pytest.mark.parametrize(
    "text",
    [
        "오늘 좀 부산스럽네요",
        "대전제가 틀렸어요",
        "인천공항에서 일해요",
        "부산은행 다녀요",
        "공주님이에요",
        "고성이 오갔어요",
        "이천만원",
        "예산이 얼마죠",
    ],
)
def test_not_a_region(entities: Extract, text: str) -> None:
    assert "region" not in dict(entities(text))


def test_a_district_of_several_cities_waits_for_its_city(entities: Extract) -> None:
    assert entities("북구 살아요") == [("region_part", "북구")]


def test_every_region_of_korea_is_known() -> None:
    table = regions.atlas()
    assert len(table.sigungu) == 17
    # 인천은 개편 앞뒤의 이름(제물포·영종·서해·검단)을 함께 두어 226보다 넷이 많고, 세종과 제주의 행정시는 따로 센다
    assert sum(len(names) for names in table.sigungu.values()) == 232


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("혼자 살아요", "household", "1인가구"),
        ("결혼한 지 2년 됐어요", "household", "신혼부부"),
        ("내년에 결혼해요", "household", "예비신혼부부"),
        ("혼자 아이를 키워요", "household", "한부모"),
        ("애가 셋입니다", "household", "다자녀"),
        ("지체장애가 있습니다", "household", "장애인"),
        ("기초수급자예요", "household", "기초생활수급"),
        ("차상위예요", "household", "차상위"),
        ("임신 중이에요", "household", "임산부"),
        ("보육원에서 나왔어요", "household", "자립준비청년"),
        ("손주를 키우고 있어요", "household", "조손"),
        ("미혼이에요", "household", "미혼"),
        ("병장이에요", "household", "현역병"),
        ("부사관이에요", "household", "직업군인"),
        ("공익이에요", "household", "사회복무요원"),
        ("아기가 8개월이에요", "household", "영유아"),
        ("독거노인이에요", "household", "고령자"),
        ("회사 다녀요", "employment", "employed"),
        ("알바해요", "employment", "employed"),
        ("백수예요", "employment", "unemployed"),
        ("회사 그만뒀어요", "employment", "unemployed"),
        ("휴학 중입니다", "employment", "student"),
        ("작은 식당 하고 있어요", "employment", "self_employed"),
        ("군인이에요", "employment", "soldier"),
        ("농사짓고 삽니다", "employment", "farmer"),
        ("월세 살아요", "housing", "월세"),
        ("월세예요", "housing", "월세"),
        ("전세 살고 있어요", "housing", "전세"),
        ("자가예요", "housing", "자가"),
        ("LH 임대아파트 살아요", "housing", "공공임대"),
        ("고시원이요", "housing", "고시원"),
        ("쪽방에서 지내요", "housing", "쪽방"),
        ("부모님이랑 같이 살아요", "housing", "부모집"),
        ("행복주택 살아요", "housing", "공공임대"),
        ("친구가 힘들어해요", "subject", "other"),
        ("저예요", "subject", "self"),
        ("죽고 싶어요", "subject", "self"),
        ("남편이 때려요", "subject", "self"),
        ("친구가 죽고 싶다고 해요", "subject", "other"),
    ],
)
def test_situations(entities: Extract, text: str, entity: str, value: str) -> None:
    assert (entity, value) in entities(text)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("월세지원 받고 싶어요", "housing"),
        ("전세 대출 알려줘", "housing"),
        ("장애인연금 알려줘", "household"),
        ("장애인은 아니에요", "household"),
        ("다자녀는 아니고", "household"),
        ("월세 얼마예요", "housing"),
        ("신혼여행 갔다 왔어요", "household"),
    ],
)
def test_a_topic_or_a_denial_is_not_a_situation(entities: Extract, text: str, entity: str) -> None:
    assert entity not in dict(entities(text))


def test_several_facts_in_one_message(entities: Extract) -> None:
    found = entities("26살 서울 관악구 혼자 월세 살고 무직, 차상위예요")
    assert {
        ("age", 26),
        ("region", "서울특별시 관악구"),
        ("household", "1인가구"),
        ("household", "차상위"),
        ("housing", "월세"),
        ("employment", "unemployed"),
    } <= set(found)


@pytest.mark.parametrize(("text", "value"), [("33이고", 33), ("이백오십", 250), ("45", 45), ("스물이요", 20)])
def test_bare_numbers_are_told_apart_for_forms(entities: Extract, text: str, value: int) -> None:
    assert ("number", value) in entities(text) or ("age", value) in entities(text)


def test_a_phone_number_is_no_number(entities: Extract) -> None:
    assert "number" not in dict(entities("010-1234-5678"))


def test_spans_point_into_the_text(tokenize: Callable[[str], List[Any]]) -> None:
    text = "저는 스물다섯이고 경기도 광주시에서 월급 250 받아요"
    cut = {
        s.entity: text[s.start : s.end]
        for s in [*ages.find(text, date(2026, 1, 1)), *regions.find(text, tokenize(text)), *money.find(text)]
    }
    assert cut == {"age": "스물다섯", "region": "경기도 광주시", "money_won": "250"}


def test_situation_words_compile_and_values_are_the_profiles(entities: Extract) -> None:
    table = yaml.safe_load(situations.DATA.read_text(encoding="utf-8"))
    values = {entity: [row["value"] for row in rows] for entity, rows in table.items()}
    assert set(values["employment"]) == {"employed", "unemployed", "student", "self_employed", "soldier", "farmer"}
    assert set(values["housing"]) == {"월세", "전세", "자가", "공공임대", "고시원", "쪽방", "부모집"}
    assert set(values["household"]) == set(
        [
            "1인가구",
            "미혼",
            "신혼부부",
            "예비신혼부부",
            "한부모",
            "조손",
            "다자녀",
            "영유아",
            "임산부",
            "고령자",
            "장애인",
            "기초생활수급",
            "차상위",
            "자립준비청년",
            "현역병",
            "직업군인",
            "사회복무요원",
        ]
    )
    assert situations.find("아무 말") == []
