"""A digest every morning for those who asked for it, once, with reasons, and of what is new only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.message import Reply
from gateway.build import Building
from gateway.digests import Digests
from knowledge.collectors.source import Record
from tests.gateway.test_faces import asking
from tests.knowledge.bids.kit import firm, notice

EIGHT = datetime(2026, 11, 22, 23, tzinfo=UTC)
"""8 in the morning of the 23rd in Seoul."""
FIRMS = [
    firm(), firm(name="바른통신", licences=["정보통신공사업"], keywords=["CCTV"], experience=[], business_types=[]),
    firm(name="맑은환경", licences=["건물위생관리업"], keywords=["청소"], experience=[], business_types=[]),
]  # fmt: skip
NOTICES = [
    notice(), notice(bidNtceNo="R2", bidNtceNm="방범용 CCTV 설치", lcnsLmtNm="정보통신공사업"),
    notice(bidNtceNo="R3", bidNtceNm="청사 미화 용역", lcnsLmtNm="건물위생관리업"),
]  # fmt: skip
HOMES = [
    {"PAN_ID": "1", "PAN_NM": "관악구 청년 매입임대 모집", "CNP_CD_NM": "서울특별시", "CLSG_DT": "2026.12.01"},
    {"PAN_ID": "2", "PAN_NM": "신혼희망타운 모집", "CNP_CD_NM": "서울특별시", "CLSG_DT": "2026.12.01"},
    {"PAN_ID": "3", "PAN_NM": "국민임대 모집", "CNP_CD_NM": "부산광역시", "CLSG_DT": "2026.12.01"},
    {"PAN_ID": "4", "PAN_NM": "국민임대 예비입주자 모집", "CNP_CD_NM": "서울특별시", "CLSG_DT": "2026.11.01"},
]


class Post:
    """Where digests are delivered."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str]] = []

    async def __call__(self, conversation: str, reply: Reply) -> bool:
        self.came.append((conversation, reply.parts[0].text))
        return True


def _collect(building: Building, source: str, rows: list[dict[str, Any]], key: str) -> None:
    records = building.notices.records
    records.hold(source)
    records.keep(source, [Record.of(row, (key,)) for row in rows], None)
    records.release(source)


def _digests(building: Building, post: Post, now: datetime = EIGHT) -> Digests:
    return Digests(building.wishes, building.notices, post, lambda: now)


@pytest.fixture
def post() -> Post:
    return Post()


async def test_three_firms_get_each_their_notices_with_reasons(building: Building, post: Post) -> None:
    _collect(building, "g2b", NOTICES, "bidNtceNo")
    for number, who in enumerate(FIRMS):
        building.wishes.keep(f"c{number}", "firm", who.model_dump(exclude_none=True))
    assert await _digests(building, post).send() == 3
    told = dict(post.came)
    for number, title in enumerate(("복지 챗봇 구축 용역", "방범용 CCTV 설치", "청사 미화 용역")):
        assert f"1. {title}" in told[f"c{number}"] and "관련 일이 있어요" in told[f"c{number}"]
        assert FIRMS[number].name in told[f"c{number}"]


async def test_once_a_day_after_eight_and_only_what_is_new(building: Building, post: Post) -> None:
    _collect(building, "g2b", NOTICES, "bidNtceNo")
    building.wishes.keep("c", "firm", firm().model_dump(exclude_none=True))
    assert await _digests(building, post, EIGHT - timedelta(minutes=1)).send() == 0
    assert await _digests(building, post).send() == 1
    assert await _digests(building, post, EIGHT + timedelta(hours=3)).send() == 0
    assert await _digests(building, post, EIGHT + timedelta(days=1)).send() == 0
    _collect(building, "g2b", [notice(bidNtceNo="R9", bidNtceNm="민원 챗봇 유지관리")], "bidNtceNo")
    assert await _digests(building, post, EIGHT + timedelta(days=2)).send() == 1
    assert "민원 챗봇 유지관리" in post.came[1][1] and "복지 챗봇" not in post.came[1][1]


async def test_housing_notices_are_matched_with_what_a_person_told(building: Building, post: Post) -> None:
    _collect(building, "lh", HOMES, "PAN_ID")
    told = {"age": 27, "region": "서울특별시 관악구", "homeless_owner": "무주택", "household": ["1인가구", "미혼"]}
    building.wishes.keep("c", "home", told)
    assert await _digests(building, post).send() == 1
    text = post.came[0][1]
    assert "관악구 청년 매입임대" in text and "청년 대상" in text
    assert not any(name in text for name in ("신혼희망타운", "국민임대"))


async def test_nothing_is_kept_without_consent_and_all_goes_on_a_word(building: Building, post: Post) -> None:
    _collect(building, "g2b", NOTICES, "bidNtceNo")
    sender = "trial-8f3a1c77d2e94b60"
    asked = {"sender": sender, "firm": firm().model_dump(exclude_none=True), "profile": {"age": 27}}
    async with asking(building) as client:
        refused = await client.post("/api/digest", json=asked)
        assert refused.status_code == 422 and "consent" in refused.text
        assert await _digests(building, post).send() == 0
        kept = await client.post("/api/digest", json={**asked, "consent": True})
        assert kept.json() == {"kinds": ["firm", "home"]}
        assert (await client.post("/api/digest", json={"sender": sender})).json() == {"kinds": []}
        await client.post("/api/digest", json={**asked, "consent": True})
    building.house.conversations.forget(building.house.conversations.key_of("web", sender))
    assert await _digests(building, post).send() == 0


async def test_what_was_told_is_not_readable_in_the_database(building: Building) -> None:
    building.wishes.keep("c", "firm", firm(name="비밀상사").model_dump(exclude_none=True))
    files = [path for path in building.settings.home.glob("ieum.db*") if path.is_file()]
    assert files and not any("비밀상사".encode() in path.read_bytes() for path in files)
