"""A firm and a notice to vary."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.bids.firm import Firm
from knowledge.bids.match import Match, Matcher

TODAY = date(2026, 11, 22)


def firm(**more: Any) -> Firm:
    """A small software firm in 관악구."""
    told = {
        "name": "가온누리소프트", "region": "서울특별시 관악구", "size": "소기업",
        "business_types": ["소프트웨어 개발"],
        "licences": ["소프트웨어사업자(1468)"], "keywords": ["챗봇", "홈페이지"], "experience": ["상담 챗봇 구축"],
        "budget_min_won": 20_000_000, "budget_max_won": 200_000_000,
    }  # fmt: skip
    return Firm.model_validate({**told, **more})


def notice(**more: Any) -> dict[str, Any]:
    """An open notice for that firm, as 나라장터 gives it."""
    row = {
        "bidNtceNo": "R26BK00000001", "bidNtceOrd": "000", "ntceKindNm": "등록공고", "bidNtceNm": "복지 챗봇 구축 용역",
        "ntceInsttNm": "서울특별시 샘솟구", "bidClseDt": "2026-12-04 10:00:00", "asignBdgtAmt": "110000000",
        "rgnLmtYn": "N", "text": "",
    }  # fmt: skip
    return {**row, **more}


def one(row: dict[str, Any], who: Firm | None = None, today: date = TODAY) -> Match:
    """The firm's match with one notice, ruled out or not."""
    return Matcher.of_rows([row]).match(who or firm(), today, 1, ruled_out=True)[0]
