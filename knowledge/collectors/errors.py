"""What can go wrong with a source of public data; every text is Korean and fit to show."""

from __future__ import annotations

REASONS = {
    "01": "제공 기관 오류", "02": "제공 기관 데이터베이스 오류", "04": "제공 기관 HTTP 오류",
    "05": "제공 기관 시간 초과", "06": "날짜 형식 오류", "07": "조회 범위 초과", "08": "필수 값 누락",
    "10": "잘못된 요청 값", "11": "필수 요청 값 누락", "12": "없어진 서비스", "20": "접근 거부",
    "21": "일시 정지된 열쇠", "22": "하루 요청 한도 초과", "23": "초당 요청 한도 초과", "29": "막힌 IP",
    "30": "등록되지 않은 열쇠", "31": "기한이 지난 열쇠", "32": "등록되지 않은 IP", "33": "서명되지 않은 호출",
    "99": "알 수 없는 오류",
}  # fmt: skip
"""Reason codes of the public data portal, and 06 to 08 of 나라장터."""
AGAIN = frozenset(("01", "02", "04", "05", "21", "23", "99"))
QUOTA = "22"
EMPTY = "03"


class SourceError(RuntimeError):
    """A source that cannot be collected now; what was kept before stays, and the next run goes on from there."""


class Refused(SourceError):
    """The source will not answer this key or request; asking again does not help."""


class QuotaReached(SourceError):
    """The day's requests are used up; they begin anew at midnight in Seoul."""


class Unavailable(SourceError):
    """The source did not give a usable answer in several tries."""


class Again(Exception):
    """This answer cannot be used, another try may; the text says what it was."""


class Empty(Exception):
    """The source says that there is nothing here (reason 03)."""


def of_code(code: str, message: str) -> Exception:
    """What a reason code other than success means."""
    two = code.strip().lstrip("-").zfill(2)
    told = f"{two} {REASONS.get(two, '')} {message}".strip()
    if two == EMPTY:
        return Empty(told)
    if two == QUOTA:
        return QuotaReached(told)
    return Again(told) if two in AGAIN else Refused(told)
