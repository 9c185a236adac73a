"""Times in words and in Korea."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def kst(moment: datetime | None) -> str:
    """An aware time as "2026-03-04 15:06" in Korea; '' for None."""
    return moment.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M") if moment else ""


def clock(moment: datetime) -> str:
    """An aware time as "3. 4. 15:06" in Korea."""
    local = moment.astimezone(SEOUL)
    return f"{local.month}. {local.day}. {local:%H:%M}"


def span(length: timedelta) -> str:
    """A length of time in words: "1분 안", "12분", "3시간 5분", "2일 4시간"; the sign is left out."""
    minutes = int(abs(length).total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if minutes < 1:
        return "1분 안"
    if days:
        return f"{days}일 {hours}시간" if hours else f"{days}일"
    if hours:
        return f"{hours}시간 {minutes % 60}분" if minutes % 60 else f"{hours}시간"
    return f"{minutes}분"
