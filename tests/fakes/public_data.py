"""A strict fake of the public data services: keys, parameters and ranges as the real ones, and their faults.

Every answer is made of ``rows``; ``faults`` maps the number of a request (from 1) to what goes wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from tests.fakes.public_data_rows import Row

KEY, YOUTH_KEY = "시험용+열쇠/=", "youth-test-key"
GATEWAY = (
    "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg><returnAuthMsg>{name}</returnAuthMsg>"
    "<returnReasonCode>{code}</returnReasonCode></cmmMsgHeader></OpenAPI_ServiceResponse>"
)
NAMES = {
    "05": "SERVICETIMEOUT_ERROR", "20": "SERVICE_KEY_IS_NULL", "22": "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR",
    "23": "LIMITED_NUMBER_OF_SERVICE_REQUESTS_PER_SECOND_EXCEEDS_ERROR", "30": "SERVICE_KEY_IS_NOT_REGISTERED_ERROR",
    "31": "DEADLINE_HAS_EXPIRED_ERROR",
}  # fmt: skip
_COMMON = {"serviceKey"}
ALLOWED = {
    "g2b": {"numOfRows", "pageNo", "type", "inqryDiv", "inqryBgnDt", "inqryEndDt"},
    "lh": {"PG_SZ", "PAGE", "PAN_NT_ST_DT", "CLSG_DT"},
    "myhome": {"pageNo", "numOfRows", "_type"},
    "applyhome": {"page", "perPage", "returnType", "cond[RCRIT_PBLANC_DE::GTE]"},
    "youthcenter": {"apiKeyNm", "pageNum", "pageSize", "pageType", "rtnType"},
    "gov24": {"page", "perPage", "returnType", "cond[수정일시::GTE]"},
    "bokjiro": {"callTp", "pageNo", "numOfRows", "srchKeyCode"},
}
PATHS = {
    "g2b": r"/getBidPblancListInfo(?:Servc|Thng|Cnstwk|Frgcpt)", "lh": r"/lhLeaseNoticeInfo1/lhLeaseNoticeInfo1",
    "myhome": r"/(?:rsdtRcritNtcList|ltRsdtRcritNtcList)",
    "applyhome": r"/get(?:APT|UrbtyOfctl|Remndr|PblPvtRent|OPT)LttotPblancDetail", "youthcenter": r"/getPlcy",
    "gov24": r"/(?:serviceList|serviceDetail|supportConditions)",
    "bokjiro": r"/NationalWelfareInformationsV001/NationalWelfarelistV001|"
    r"/LocalGovernmentWelfareInformations/LcgvWelfarelist",
}  # fmt: skip
_PAGING = {
    "g2b": ("pageNo", "numOfRows", 999), "lh": ("PAGE", "PG_SZ", 1_000), "myhome": ("pageNo", "numOfRows", 1_000),
    "applyhome": ("page", "perPage", 1_000), "youthcenter": ("pageNum", "pageSize", 1_000),
    "gov24": ("page", "perPage", 1_000), "bokjiro": ("pageNo", "numOfRows", 500),
}  # fmt: skip


class Hung(Exception):
    """The connection is dropped without an answer."""


class PublicData:
    """All services under one address: ``/<source><path>``; an operation without rows is an empty list."""

    def __init__(self, rows: dict[str, list[Row]], faults: dict[int, str] | None = None) -> None:
        self.rows, self.faults = rows, dict(faults or {})
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.on_request: Callable[[int], None] = lambda number: None

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Any]) -> None:
        path = scope["path"]
        given = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode(), True).items()}
        self.asked.append((path, given))
        self.on_request(len(self.asked))
        fault = self.faults.get(len(self.asked), "")
        if fault == "hang":
            await receive()
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        if fault == "reset":
            await _start(send, 200, "application/json", {"content-length": "999"})
            await send({"type": "http.response.body", "body": b'{"resp', "more_body": True})
            raise Hung
        status, kind, body = self._answer(path, given, fault)
        await _start(send, status, kind, {})
        await send({"type": "http.response.body", "body": body})

    def _answer(self, path: str, given: dict[str, str], fault: str) -> tuple[int, str, bytes]:
        source, _, rest = path.lstrip("/").partition("/")
        if source not in PATHS or not re.fullmatch(PATHS[source], "/" + rest):
            return 404, "text/plain", b"API not found"
        wrong = fault if fault else self._wrong(source, given)
        if wrong in NAMES:
            return 200, "text/xml", GATEWAY.format(name=NAMES[wrong], code=wrong).encode()
        if wrong in ("06", "07", "08", "10", "11"):
            head = {"resultCode": wrong, "resultMsg": "입력 오류"}
            return (
                200,
                "application/json",
                json.dumps({"nkoneps.com.response.ResponseError": {"header": head}}).encode(),
            )
        if wrong == "401":
            told = {"code": -401, "msg": "유효하지 않은 인증키 입니다."}
            return 401, "application/json", json.dumps(told, ensure_ascii=False).encode()
        if wrong == "html":
            return 200, "text/html", "<!DOCTYPE html><html><body>점검 중입니다</body></html>".encode()
        if wrong == "504":
            return 504, "text/plain", b"Error receiving response from backend server"
        if wrong == "quota":
            return 429, "text/plain", b"API token quota exceeded"
        kind, body = _body(source, *self._page(source, "/" + rest, given))
        return 200, kind, body[: len(body) // 2] if wrong == "cut" else body

    def _wrong(self, source: str, given: dict[str, str]) -> str:
        key = given.get("apiKeyNm" if source == "youthcenter" else "serviceKey")
        if key is None or key != (YOUTH_KEY if source == "youthcenter" else KEY):
            odcloud = source in ("gov24", "applyhome")
            return "401" if odcloud else "20" if key is None else "30"
        if set(given) - ALLOWED[source] - _COMMON:
            return "10"
        _, size, most = _PAGING[source]
        if not given.get(size, "").isdigit() or int(given[size]) > most:
            return "07"
        needed = {"lh": ("PAN_NT_ST_DT", "CLSG_DT"), "bokjiro": ()}.get(source, ())
        if any(not given.get(name) for name in needed):
            return "11"
        return _range(given) if source == "g2b" else ""

    def _page(self, source: str, path: str, given: dict[str, str]) -> tuple[list[Row], int, int]:
        number, size = (int(given[name]) for name in _PAGING[source][:2])
        rows = self.rows.get(f"{source}{path}", [])
        if source == "g2b":
            rows = [row for row in rows if given["inqryBgnDt"] <= row["_at"] < given["inqryEndDt"]]
        return rows[(number - 1) * size : number * size], len(rows), number


def _range(given: dict[str, str]) -> str:
    try:
        begin, end = (datetime.strptime(given[name], "%Y%m%d%H%M") for name in ("inqryBgnDt", "inqryEndDt"))  # noqa: DTZ007
    except KeyError:
        return "08"
    except ValueError:
        return "06"
    return "07" if end - begin > timedelta(days=30) else ""


async def _start(send: Callable[[Any], Any], status: int, kind: str, more: dict[str, str]) -> None:
    headers = [(name.encode(), value.encode()) for name, value in {"content-type": kind, **more}.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})


def _body(source: str, rows: list[Row], total: int, number: int) -> tuple[str, bytes]:
    plain = [{name: value for name, value in row.items() if name != "_at"} for row in rows]
    if source == "bokjiro":
        return "text/xml", _xml(plain, total, number)
    return "application/json", json.dumps(_json(source, plain, total, number), ensure_ascii=False).encode()


def _json(source: str, rows: list[Row], total: int, number: int) -> Any:
    head = {"resultCode": "00", "resultMsg": "NORMAL SERVICE."}
    if source == "lh":
        told = [{**row, "ALL_CNT": str(total)} for row in rows]
        lists = {"dsList": told, "resHeader": [{"SS_CODE": "Y"}]} if told else {"resHeader": [{"SS_CODE": "Y"}]}
        parts = [{"dsSch": [{"PAGE": str(number)}]}, lists]
        return parts if number % 2 else parts[::-1]
    if source == "youthcenter":
        paging = {"totCount": total, "pageNum": number, "pageSize": 100}
        return {"resultCode": 200, "resultMessage": "성공", "result": {"pagging": paging, "youthPolicyList": rows}}
    if source in ("gov24", "applyhome"):
        return {"page": number, "totalCount": total + 77, "matchCount": total, "currentCount": len(rows), "data": rows}
    if source == "myhome":
        items: Any = rows[0] if len(rows) == 1 else rows
        return {"response": {"header": head, "body": {"totalCount": str(total), "item": items}}}
    return {"response": {"header": head, "body": {"items": rows or "", "pageNo": number, "totalCount": total}}}


def _xml(rows: list[Row], total: int, number: int) -> bytes:
    listed = "".join(
        "<servList>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items() if v) + "</servList>"
        for row in rows
    )
    head = f"<totalCount>{total}</totalCount><pageNo>{number}</pageNo><resultCode>0</resultCode>"
    text = f"<wantedList>{head}{listed}</wantedList>"
    if number % 3 == 0:  # some bodies still come in CP949
        return f'<?xml version="1.0" encoding="euc-kr"?>{text}'.encode("cp949")
    return b"\xef\xbb\xbf" + f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
