"""The sources: 나라장터, LH, 마이홈, 청약홈, 온통청년, 정부24, 복지로; as their portals document them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.collectors.source import Cursor, Operation, Paged, Rows, Source, count, listed

SEOUL = ZoneInfo("Asia/Seoul")
WINDOW = timedelta(days=28)
"""나라장터 refuses to look through more than about 30 days at once."""
OVERLAP = timedelta(days=1)
BASES = {
    "g2b": "https://apis.data.go.kr/1230000/ad/BidPublicInfoService",
    "lh": "https://apis.data.go.kr/B552555",
    "myhome": "https://apis.data.go.kr/1613000/HWSPR02",
    "applyhome": "https://api.odcloud.kr/api/ApplyhomeInfoDetailSvc/v1",
    "youthcenter": "https://www.youthcenter.go.kr/go/ythip",
    "gov24": "https://api.odcloud.kr/api/gov24/v3",
    "bokjiro": "https://apis.data.go.kr/B554287",
}
TITLES = {
    "g2b": "나라장터 입찰공고", "lh": "LH 분양임대공고", "myhome": "마이홈 모집공고", "applyhome": "청약홈 분양정보",
    "youthcenter": "온통청년 청년정책", "gov24": "정부24 공공서비스", "bokjiro": "복지로 복지서비스",
}  # fmt: skip
NOTICES, HOUSING, POLICIES = ("g2b",), ("lh", "myhome", "applyhome"), ("youthcenter", "gov24", "bokjiro")


@dataclass(frozen=True)
class Access:
    """Keys and addresses of the sources, and how many days a first pass looks back."""

    key: str
    youth_key: str
    bases: dict[str, str]
    days: int = 30
    size: int = 100


def source(name: str, access: Access) -> Source:
    """One source by its name; ValueError names those there are."""
    if name not in _MAKERS:
        raise ValueError(f"모르는 수집처 {name!r}; 쓸 수 있는 값: {', '.join(_MAKERS)}")
    return _MAKERS[name](name, access)


def _made(name: str, access: Access, key: dict[str, str], *operations: Operation, **more: Any) -> Paged:
    base = (access.bases.get(name) or BASES[name]).rstrip("/")
    return Paged(name, TITLES[name], base, key, operations, access.size, **more)


def _g2b(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        begin, end = cursor["ranges"][cursor["range"]]
        return {"numOfRows": access.size, "pageNo": cursor["page"], "type": "json", "inqryDiv": 1,
                "inqryBgnDt": begin, "inqryEndDt": end}  # fmt: skip

    def ranges(since: datetime | None, now: datetime) -> list[list[str]]:
        start = (since - OVERLAP if since else now - timedelta(days=access.days)).astimezone(SEOUL)
        end, found = now.astimezone(SEOUL), []
        while start < end:
            found.append([f"{start:%Y%m%d%H%M}", f"{min(start + WINDOW, end):%Y%m%d%H%M}"])
            start += WINDOW
        return found

    lists = [
        Operation(f"/getBidPblancListInfo{kind}", params, _body, ("bidNtceNo", "bidNtceOrd"))
        for kind in ("Servc", "Thng", "Cnstwk")
    ]
    return _made(name, access, {"serviceKey": access.key}, *lists, ranges=ranges)


def _lh(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        begin, end = cursor["ranges"][cursor["range"]]
        return {"PG_SZ": access.size, "PAGE": cursor["page"], "PAN_NT_ST_DT": begin, "CLSG_DT": end}

    def ranges(since: datetime | None, now: datetime) -> list[list[str]]:
        # A notice changes its state until it closes, so every pass looks at all that may still be open.
        start, end = now.astimezone(SEOUL) - timedelta(days=max(access.days, 180)), now.astimezone(SEOUL)
        return [[f"{start:%Y.%m.%d}", f"{end + timedelta(days=365):%Y.%m.%d}"]]

    path = "/lhLeaseNoticeInfo1/lhLeaseNoticeInfo1"
    return _made(
        name,
        access,
        {"serviceKey": access.key},
        Operation(path, params, _lh_rows, ("PAN_ID",), counters=("RNUM", "ALL_CNT")),
        ranges=ranges,
    )


def _myhome(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        return {"pageNo": cursor["page"], "numOfRows": access.size, "_type": "json"}

    rental = Operation("/rsdtRcritNtcList", params, _body, ("pblancId", "houseSn"), prefix="rent-")
    sale = Operation("/ltRsdtRcritNtcList", params, _body, ("pblancId", "houseSn"), prefix="sale-")
    return _made(name, access, {"serviceKey": access.key}, rental, sale)


def _applyhome(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        return {"page": cursor["page"], "perPage": access.size, "returnType": "JSON",
                "cond[RCRIT_PBLANC_DE::GTE]": cursor["ranges"][0][0]}  # fmt: skip

    def ranges(since: datetime | None, now: datetime) -> list[list[str]]:
        start = now.astimezone(SEOUL) - timedelta(days=max(access.days, 180))
        return [[f"{start:%Y-%m-%d}", ""]]

    kinds = ("APT", "UrbtyOfctl", "Remndr", "PblPvtRent", "OPT")
    lists = [
        Operation(f"/get{kind}LttotPblancDetail", params, _odcloud, ("HOUSE_MANAGE_NO", "PBLANC_NO"), prefix=f"{kind}-")
        for kind in kinds
    ]
    return _made(name, access, {"serviceKey": access.key}, *lists, ranges=ranges)


def _youthcenter(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        return {"pageNum": cursor["page"], "pageSize": access.size, "pageType": 1, "rtnType": "json"}

    def rows(answer: Any) -> Rows:
        result = answer.get("result") if isinstance(answer, dict) else None
        result = result if isinstance(result, dict) else {}
        return listed(result.get("youthPolicyList")), count((result.get("pagging") or {}).get("totCount"))

    return _made(
        name,
        access,
        {"apiKeyNm": access.youth_key},
        Operation("/getPlcy", params, rows, ("plcyNo",), counters=("inqCnt",)),
    )


def _gov24(name: str, access: Access) -> Paged:
    def params(cursor: Cursor) -> dict[str, Any]:
        since = cursor["ranges"][0][0]
        wanted = {"cond[수정일시::GTE]": since} if since else {}
        return {"page": cursor["page"], "perPage": access.size, "returnType": "JSON", **wanted}

    def ranges(since: datetime | None, now: datetime) -> list[list[str]]:
        return [[f"{(since - OVERLAP).astimezone(SEOUL):%Y%m%d%H%M%S}" if since else "", ""]]

    details = Operation("/serviceDetail", params, _odcloud, ("서비스ID",), prefix="detail-")
    lists = Operation("/serviceList", params, _odcloud, ("서비스ID",), counters=("조회수",))
    return _made(name, access, {"serviceKey": access.key}, lists, details, ranges=ranges)


def _bokjiro(name: str, access: Access) -> Paged:
    def central(cursor: Cursor) -> dict[str, Any]:
        return {"callTp": "L", "pageNo": cursor["page"], "numOfRows": access.size, "srchKeyCode": "001"}

    def local(cursor: Cursor) -> dict[str, Any]:
        return {"pageNo": cursor["page"], "numOfRows": access.size}

    lists = [
        Operation(path, params, _wanted, ("servId",), "xml", counters=("inqNum",))
        for path, params in (
            ("/NationalWelfareInformationsV001/NationalWelfarelistV001", central),
            ("/LocalGovernmentWelfareInformations/LcgvWelfarelist", local),
        )
    ]
    return _made(name, access, {"serviceKey": access.key}, *lists)


def _body(answer: Any) -> Rows:
    """``response.body``, its rows as ``items`` or as ``item``."""
    response = answer.get("response") if isinstance(answer, dict) else None
    body = response.get("body") if isinstance(response, dict) else None
    body = body if isinstance(body, dict) else {}
    return listed(body.get("items") if "items" in body else body.get("item")), count(body.get("totalCount"))


def _odcloud(answer: Any) -> Rows:
    body = answer if isinstance(answer, dict) else {}
    matched = body.get("matchCount") if body.get("matchCount") is not None else body.get("totalCount")
    return listed(body.get("data")), count(matched)


def _lh_rows(answer: Any) -> Rows:
    found: Any = next((one["dsList"] for one in answer if isinstance(one, dict) and "dsList" in one), [])
    rows = listed(found)
    return rows, count(rows[0].get("ALL_CNT")) if rows else 0


def _wanted(answer: Any) -> Rows:
    body = answer.get("wantedList") if isinstance(answer, dict) else None
    body = body if isinstance(body, dict) else {}
    return listed(body.get("servList")), count(body.get("totalCount"))


_MAKERS: dict[str, Callable[[str, Access], Paged]] = {
    "g2b": _g2b, "lh": _lh, "myhome": _myhome, "applyhome": _applyhome, "youthcenter": _youthcenter, "gov24": _gov24,
    "bokjiro": _bokjiro,
}  # fmt: skip
SOURCES = tuple(_MAKERS)
