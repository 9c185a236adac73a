"""Invented rows of every public data service, with the mess of the real ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
BEGIN = datetime(2026, 11, 1)  # noqa: DTZ001  the services speak Korean time without zone
OPERATIONS = {
    "g2b": ("/getBidPblancListInfoServc", "/getBidPblancListInfoThng"),
    "lh": ("/lhLeaseNoticeInfo1/lhLeaseNoticeInfo1",),
    "myhome": ("/rsdtRcritNtcList", "/ltRsdtRcritNtcList"),
    "applyhome": ("/getAPTLttotPblancDetail", "/getRemndrLttotPblancDetail"),
    "youthcenter": ("/getPlcy",),
    "gov24": ("/serviceList", "/serviceDetail"),
    "bokjiro": (
        "/NationalWelfareInformationsV001/NationalWelfarelistV001",
        "/LocalGovernmentWelfareInformations/LcgvWelfarelist",
    ),
}  # fmt: skip


def rows(source: str, number: int) -> dict[str, list[Row]]:
    """``number`` different records of one source over its operations, with some sent twice as rows shift."""
    paths = OPERATIONS[source]
    found: dict[str, list[Row]] = {f"{source}{path}": [] for path in paths}
    for place in range(number):
        path = f"{source}{paths[place % len(paths)]}"
        row = _row(source, place)
        if place % 97 == 11:
            row = {name: value for name, value in row.items() if name in ("_at", *list(row)[2:4])}  # its key is missing
        found[path].append(row)
        if place % 83 == 5:
            found[path].append(dict(row))
    return found


def _row(source: str, place: int) -> Row:
    at = BEGIN + timedelta(minutes=3 * place)
    name = f"샘플 {place}호"
    match source:
        case "g2b":
            return {
                "bidNtceNo": f"R26BK{place:08}", "bidNtceOrd": "000", "bidNtceNm": f"{name} 챗봇 구축",
                "ntceInsttNm": f"샘플기관 {place}", "bidClseDt": "2026-12-24 10:00:00",
                "asignBdgtAmt": str(10_000_000 + place), "ntceKindNm": "등록공고", "_at": f"{at:%Y%m%d%H%M}",
            }  # fmt: skip
        case "lh":
            return {
                "PAN_ID": f"20150000{place:06}", "RNUM": "1", "PAN_NM": f"{name} 국민임대 모집",
                "PAN_SS": f"공고중{place}", "CNP_CD_NM": "인천광역시 외", "CLSG_DT": "2026.12.20", "DTL_URL": {},
            }  # fmt: skip
        case "myhome":
            return {
                "pblancId": str(90_000 + place), "houseSn": place % 3, "pblancNm": f"{name} 행복주택",
                "suplyInsttNm": f"LH {place}", "brtcNm": "경기도", "signguNm": "성남시 수정구", "endDe": "20261215",
            }  # fmt: skip
        case "applyhome":
            number = str(2026_000_000 + place)
            return {
                "HOUSE_MANAGE_NO": number, "PBLANC_NO": number, "HOUSE_NM": name,
                "HSSPLY_ADRES": f"경기도 샘플시 {place}", "RCEPT_ENDDE": "2026-12-10",
            }  # fmt: skip
        case "youthcenter":
            return {
                "plcyNo": f"2026{place:016}", "plcyKywdNm": " 보조금,주거 ", "plcyNm": f"{name} 청년 월세",
                "plcySprtCn": f"월 {place}원", "aplyYmd": "20260302 ~ 20260320\\N20260901 ~ 20260915",
                "sprtTrgtMaxAge": "0",
            }  # fmt: skip
        case "gov24":
            return {
                "서비스ID": f"{place:012}", "지원유형": "현금||현물", "서비스명": name, "지원내용": f"{place}만원",
                "조회수": place,
            }  # fmt: skip
    return {
        "servId": f"WLF{place:08}",
        "inqNum": "",
        "servNm": name,
        "servDgst": f"{place}번째 제도",
        "lifeArray": "청년",
    }
