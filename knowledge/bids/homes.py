"""Housing notices (공고) of LH, 마이홈 and 청약홈 for a Profile (처지): the open ones near the person, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.bids.data import HomeGroup, words
from knowledge.bids.places import of
from knowledge.bids.values import day, texts
from knowledge.eligibility.profile import Profile

_CLOSES = ("CLSG_DT", "endDe", "RCEPT_ENDDE", "SUBSCRPT_RCEPT_ENDDE", "GNRL_RCEPT_ENDDE")
_TITLES = ("PAN_NM", "pblancNm", "HOUSE_NM")
_REGIONS = ("CNP_CD_NM", "brtcNm", "SUBSCRPT_AREA_CODE_NM")
_PLACES = ("fullAdres", "HSSPLY_ADRES")
_URLS = ("DTL_URL", "pcUrl", "url", "PBLANC_URL")


@dataclass(frozen=True)
class Home:
    """One housing notice for one person; shaped for a digest."""

    id: str
    title: str
    score: float
    fits: tuple[str, ...]
    against: tuple[str, ...]
    url: str


def match_homes(rows: Iterable[tuple[str, Mapping[str, Any]]], who: Profile, today: date) -> list[Home]:
    """The open notices (id, raw record) that the person is not ruled out of, best first, then the first to close."""
    found = []
    for name, row in rows:
        closes = next((made for field in _CLOSES if (made := day(row.get(field)))), None)
        if closes is None or closes < today:
            continue
        home = _home(name, row, who, closes, today)
        if home is not None:
            found.append((-home.score, closes, home.id, home))
    return [each[3] for each in sorted(found, key=lambda each: each[:3])]


def _home(name: str, row: Mapping[str, Any], who: Profile, closes: date, today: date) -> Home | None:
    """The notice for this person, None when it is for others."""
    title = _first(row, _TITLES)
    kind = " ".join([title, *texts([row.get("AIS_TP_CD_NM"), row.get("suplyTyNm"), row.get("HOUSE_SECD_NM")])])
    told = _Told([f"{closes:%Y-%m-%d}까지 신청할 수 있어요({(closes - today).days}일 남음)."], [], 0.2)
    if not title or not _near(row, who, told) or not _groups(kind, who, told):
        return None
    if who.homeless_owner == "유주택" and words().homes.rental.search(kind):
        told.against.append("임대주택은 대개 무주택이어야 해요. 신청 자격을 확인해 주세요.")
        told.score *= 0.3
    elif who.homeless_owner == "무주택":
        told.score += 0.1
    return Home(name, title, min(told.score, 1.0), tuple(told.fits), tuple(told.against), _first(row, _URLS))


@dataclass
class _Told:
    fits: list[str]
    against: list[str]
    score: float


def _near(row: Mapping[str, Any], who: Profile, told: _Told) -> bool:
    """Whether the homes may lie where the person lives."""
    where = _first(row, _PLACES) or _first(row, _REGIONS)
    live, lies = next(iter(of(who.region)), None) if who.region else None, of(where)
    if live is None or not lies:
        told.against.append(f"신청할 수 있는 지역을 확인해 주세요({where or '적혀 있지 않음'}).")
        return True
    if all(place.sido != live.sido for place in lies):
        return False
    told.score += 0.3
    told.fits.append(f"사는 시·도({live.sido})에 있어요.")
    return True


def _groups(kind: str, who: Profile, told: _Told) -> bool:
    """Whether the person belongs, or may belong, to every group that the notice names."""
    for group in words().homes.groups:
        if not group.say.search(kind):
            continue
        belongs = _belongs(group, who)
        if belongs is False:
            return False
        if belongs:
            told.fits.append(f"{group.name} 대상 공고예요.")
            told.score += 0.3
        else:
            told.against.append(f"{group.name} 대상인지 확인해 주세요.")
    return True


def _belongs(group: HomeGroup, who: Profile) -> bool | None:
    """Whether the person belongs to the group; None when they did not tell."""
    if group.ages is not None:
        return None if who.age is None else group.ages[0] <= who.age <= group.ages[1]
    return None if who.household is None else any(tag in who.household for tag in group.household)


def _first(row: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    return next((" ".join(found) for field in fields if (found := texts(row.get(field)))), "")
