"""What rules a notice out, what must be checked, and what is said about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.bids.match import Matcher
from tests.knowledge.bids.kit import TODAY, firm, notice, one

OUT: list[tuple[dict[str, Any], str]] = [
    ({"ntceKindNm": "취소공고"}, "취소"),
    ({"bidNtceNm": "[취소] 복지 챗봇 구축 용역"}, "취소"),
    ({"bidClseDt": "2026-11-21 18:00"}, "마감이 지났어요"),
    ({"bidClseDt": "20261121"}, "마감이 지났어요"),
    ({"bidClseDt": "", "text": "제안서 제출 마감: 2026년 11월 20일(금) 오후 2시"}, "마감이 지났어요"),
    ({"tpEvalApplClseDt": "2026-11-20 17:00:00"}, "제안서 제출 2026-11-20"),
    ({"bidMethdNm": "전자시담"}, "시담"),
    ({"dsgntCmptYn": "Y"}, "지명"),
    ({"rgnLmtYn": "Y", "prtcptPsblRgnNm": "부산광역시"}, "부산광역시"),
    ({"rgnLmtYn": "Y", "prtcptPsblRgnNm": ["부산", "경상남도"]}, "경상남도"),
    ({"text": "법인등기부상 본점 소재지가 경기도 성남시인 업체여야 한다."}, "경기도 성남시"),
    ({"text": "입찰공고일 전일 기준 대전 관내에 주된 영업소를 둔 자"}, "대전광역시"),
    ({"ntceInsttNm": "전라남도 담양군", "text": "도내 업체로 제한함"}, "전라남도"),
    ({"rgnLmtYn": "Y", "prtcptPsblRgnNm": "서울특별시 강남구"}, "서울특별시 강남구"),
    ({"lcnsLmtNm": "정보통신공사업/0036"}, "정보통신공사업"),
    ({"text": "소프트웨어사업자 및 정보통신공사업을 모두 등록한 업체"}, "정보통신공사업"),
    ({"lcnsLmtNm": "해양잠수작업업/7777"}, "해양잠수작업업"),
]

IN: list[dict[str, Any]] = [
    {"bidClseDt": "2026-11-22 10:00:00"},
    {"rgnLmtYn": "Y", "prtcptPsblRgnNm": "서울특별시"},
    {"rgnLmtYn": "Y", "prtcptPsblRgnNm": "경기도,서울"},
    {"text": "수도권에 본사를 둔 업체로 한정한다."},
    {"text": "우리 공사(본사: 대구광역시)는 홈페이지를 개편한다."},
    {"text": "납품장소는 부산광역시 소재 사무소이다."},
    {"text": "제안설명회는 대구광역시 소재 회의실에서 연다."},
    {"text": "광주광역시 소재 업체는 평가 때 가점 1점을 준다."},
    {"text": "지역 제한 없음(전국). 사업지: 제주특별자치도"},
    {"lcnsLmtNm": "소프트웨어사업자/1468"},
    {"lcnsLmtNm": "컴퓨터관련서비스사업"},
    {"text": "SW사업자 또는 정보통신공사업으로 등록한 자"},
    {"text": "소기업 또는 소상공인 확인서를 소지한 자"},
    {"text": "중·소기업 및 소상공인에 한하여 참가할 수 있습니다."},
    {"text": "대기업의 참여를 제한한다."},
    {"text": "정보통신공사업 등록 업체는 가점을 준다."},
]


@pytest.mark.parametrize(("more", "told"), OUT, ids=[str(number) for number in range(len(OUT))])
def test_ruled_out_and_told_why(more: dict[str, Any], told: str) -> None:
    found = one(notice(**more))
    assert found.ruled_out and found.score == 0
    assert any(told in said for said in found.against), found.against
    assert Matcher.of_rows([notice(**more)]).match(firm(), TODAY) == []


@pytest.mark.parametrize("more", IN, ids=[str(number) for number in range(len(IN))])
def test_not_ruled_out(more: dict[str, Any]) -> None:
    found = one(notice(**more))
    assert not found.ruled_out and found.score > 0, found.against
    assert any("챗봇" in said for said in found.fits)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("소기업·소상공인만 참가할 수 있음", ["소기업"]),
        ("중소기업자간 경쟁입찰로 진행한다.", ["소기업", "중기업"]),
        ("「중소기업기본법」에 따른 소기업으로서 확인서를 소지한 자", ["소기업"]),
        ("대기업 및 상호출자제한기업집단은 참여할 수 없음", ["소기업", "중기업", "중견"]),
        ("중견기업 이상은 참여를 제한한다", ["소기업", "중기업"]),
        ("대기업 참여제한 예외 사업", ["소기업", "중기업", "중견", "대기업"]),
        ("중소기업 확인서를 내면 가점을 준다", ["소기업", "중기업", "중견", "대기업"]),
    ],
)
def test_sizes(text: str, sizes: list[str]) -> None:
    every = ["소기업", "중기업", "중견", "대기업"]
    assert [size for size in every if not one(notice(text=text), firm(size=size)).ruled_out] == sizes


def test_what_is_not_known_is_to_be_checked_never_ruled_out() -> None:
    row = notice(
        rgnLmtYn="Y", prtcptPsblRgnNm="부산광역시", lcnsLmtNm="정보통신공사업", text="중소기업자로서 확인서를 소지한 자"
    )
    found = one(row, firm(region=None, licences=None, size=None))
    assert not found.ruled_out
    told = " ".join(found.against)
    assert "본점 소재지를 확인" in told and "등록했는지 확인" in told and "기업 규모를 확인" in told
    assert one(row, firm(licences=[], region=None, size=None)).ruled_out


def test_bidding_together_saves_a_notice_below_the_others() -> None:
    missing = {"lcnsLmtNm": "정보통신공사업/0036"}
    together = notice(bidNtceNo="R2", cmmnSpldmdMethdNm="공동이행 또는 분담이행", **missing)
    found = Matcher.of_rows([together, notice()]).match(firm(), TODAY)
    assert [each.notice.number for each in found] == ["R26BK00000001", "R2"]
    assert any("공동수급이 허용" in said for said in found[1].against)
    assert one(notice(cmmnSpldmdMethdNm="공동수급불허", **missing)).ruled_out


def test_the_newest_order_counts_also_when_it_cancels() -> None:
    first, second = notice(bidClseDt="2026-11-20"), notice(bidNtceOrd="001", ntceKindNm="변경공고")
    found = Matcher.of_rows([second, first]).match(firm(), TODAY)
    assert len(found) == 1 and found[0].notice.order == 1
    assert any("정정된 공고" in said for said in found[0].against)
    cancelled = notice(bidNtceOrd="002", ntceKindNm="취소공고")
    assert Matcher.of_rows([cancelled, second, first]).match(firm(), TODAY) == []


def test_a_notice_announced_again_replaces_the_old_one() -> None:
    old = notice(bidNtceDt="2026-11-01 10:00:00")
    new = notice(bidNtceNo="R9", bidNtceNm="(재공고) 복지 챗봇 구축 용역", bidNtceDt="2026-11-15 10:00:00")
    for rows in ([old, new], [new, old]):
        assert [each.notice.number for each in Matcher.of_rows(rows).match(firm(), TODAY)] == ["R9"]
    other = notice(bidNtceNo="R9", bidNtceDt="2026-11-15 10:00:00")
    assert len(Matcher.of_rows([old, other]).match(firm(), TODAY)) == 2


def test_other_words_of_the_trade_are_found() -> None:
    rows = [
        notice(bidNtceNo="A", bidNtceNm="가로수 정비"),
        notice(bidNtceNo="B", bidNtceNm="대표 누리집 개편"),
        notice(bidNtceNo="C", bidNtceNm="민원 안내", text="사업 개요: 주민과 대화형으로 묻고 답하는 서비스를 만든다."),
    ]
    found = Matcher.of_rows(rows).match(firm(), TODAY)
    assert {found[0].notice.number, found[1].notice.number} == {"B", "C"}
    assert found[2].score < found[1].score / 3


def test_the_budget_moves_a_notice_down_and_is_told() -> None:
    fitting, large = one(notice()), one(notice(asignBdgtAmt="3억 원"))
    assert large.score < fitting.score
    assert any("범위를 위로" in said for said in large.against)
    assert any("바라는 범위 안" in said for said in fitting.fits)


def test_words_that_only_limit_who_may_bid_do_not_rank() -> None:
    row = notice(bidNtceNm="보도블록 정비", text="홈페이지에 게시한 소프트웨어사업자로 등록한 업체")
    assert one(row, firm(keywords=["홈페이지"], experience=[], business_types=[], name="")).score < 0.05


@pytest.mark.parametrize(
    "mess",
    [
        {"bidClseDt": None, "asignBdgtAmt": {}, "prtcptPsblRgnNm": [], "rgnLmtYn": " ", "text": None},
        {
            "bidClseDt": "추후 공지",
            "asignBdgtAmt": "협의",
            "bidNtceOrd": "최초",
            "lcnsLmtNm": {"a": "소프트웨어사업자"},
        },
        {"text": "가" * 200_000, "bidClseDt": 20261204, "asignBdgtAmt": -5},
        {"text": ["첫 파일 본문", None, "둘째 파일 본문"], "ntceInsttNm": None},
        {"text": "\x00\ufeff소기업\u200b으로", "bidClseDt": "9999-99-99"},
    ],
)
def test_messy_records_are_read(mess: dict[str, Any]) -> None:
    assert one(notice(**mess)).notice.title


def test_records_that_are_no_notices_are_left_out() -> None:
    assert Matcher.of_rows([{}, {"bidNtceNo": "R1"}, {"bidNtceNm": "이름만"}]).match(firm(), TODAY) == []


def test_the_day_decides() -> None:
    assert not one(notice(), today=date(2026, 12, 4)).ruled_out
    assert one(notice(), today=date(2026, 12, 5)).ruled_out
