"""Correcting, withdrawing, photographs: by receipt and code, as JSON and on the page; bad input changes nothing."""

from __future__ import annotations

import httpx
import pytest

from connectors.web.upload import MAX_PHOTO
from tests.connectors.web.small_desk import SmallDesk
from tests.connectors.web.test_web_report_page import form_of

REPORT = {"subject": "other", "what": "우편물이 쌓여 있어요"}
JPEG = b"\xff\xd8\xff\xe0 a small picture"


@pytest.fixture
async def taken(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    """The path of a taken report and the header with its code."""
    body = (await client.post("/api/reports", json=REPORT)).json()
    return f"/api/reports/{body['receipt']}", {"X-Report-Code": body["code"]}


async def test_a_correction_names_only_what_changes(client: httpx.AsyncClient, desk: SmallDesk, taken) -> None:
    path, code = taken
    response = await client.patch(path, json={"place": " ○○동 3층 ", "danger_now": True}, headers=code)
    assert response.status_code == 200 and response.headers["cache-control"] == "no-store"
    assert desk.changed == [(path.rpartition("/")[2], {"place": "○○동 3층", "danger_now": True})]


async def test_a_report_is_withdrawn(client: httpx.AsyncClient, taken) -> None:
    path, code = taken
    assert (await client.delete(path, headers=code)).json()["state"] == "withdrawn"


async def test_a_photograph_is_added(client: httpx.AsyncClient, desk: SmallDesk, taken) -> None:
    path, code = taken
    head = code | {"Content-Type": "image/jpeg"}
    assert (await client.post(f"{path}/photos", content=JPEG, headers=head)).json() == {"photos": 1}
    assert desk.photos == [JPEG]


@pytest.mark.parametrize(
    "body",
    [{}, {"what": ""}, {"what": None}, {"level": "normal"}, {"consent": "maybe"}, {"what": "가" * 2001},
     {"subject": "self"}, {"contact": ["010"]}],
)  # fmt: skip
async def test_a_bad_correction_is_refused_by_field(client: httpx.AsyncClient, desk: SmallDesk, taken, body) -> None:
    path, code = taken
    response = await client.patch(path, json=body, headers=code)
    assert response.status_code == 422 and response.json()["error"]["message"] and desk.changed == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"what": NaN}', b"[" * 60_000])
async def test_a_malformed_correction_is_refused(client: httpx.AsyncClient, desk: SmallDesk, taken, content) -> None:
    path, code = taken
    response = await client.patch(path, content=content, headers=code | {"Content-Type": "application/json"})
    assert response.status_code in (400, 422) and response.json()["error"]["code"] and desk.changed == []


@pytest.mark.parametrize("code", ["", "wrong", "x" * 200, "' OR 1=1 --"])
async def test_unknown_and_wrong_sound_the_same(client: httpx.AsyncClient, desk: SmallDesk, taken, code: str) -> None:
    told = set()
    for path in (taken[0], "/api/reports/R-0000-XX", "/api/reports/" + "R" * 100):
        head = {"X-Report-Code": code}
        for answer in (
            await client.patch(path, json={"what": "남의 것"}, headers=head), await client.delete(path, headers=head),
            await client.post(f"{path}/photos", content=JPEG, headers=head | {"Content-Type": "image/png"}),
        ):  # fmt: skip
            told.add((answer.status_code, answer.text))
    assert len(told) == 1 and next(iter(told))[0] == 404 and desk.changed == desk.photos == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"GIF89a", "image/jpeg", 409),
        (JPEG, "image/gif", 415),
        (JPEG, "", 415),
        (b"0" * (MAX_PHOTO + 1), "image/png", 413),
    ],
)
async def test_no_photograph_is_refused(client, desk: SmallDesk, taken, content: bytes, kind: str, status: int) -> None:
    path, code = taken
    response = await client.post(f"{path}/photos", content=content, headers=code | {"Content-Type": kind})
    assert response.status_code == status and response.json()["error"]["message"] and desk.photos == []


async def test_a_photograph_comes_with_the_form_and_a_bad_one_keeps_the_report(client, desk: SmallDesk) -> None:
    for content, lost in ((JPEG, False), (b"%PDF", True)):
        form = await form_of(client) | REPORT | {"reporter": "anonymous", "consent": "on", "place": "○○동"}
        files = {"photo": ("home.jpg", content, "image/jpeg")}
        done = await client.post("/report", data=form, files=files)
        assert done.status_code == 200 and ("사진은 남기지 못했어요" in done.text) is lost
    assert len(desk.reports) == 2 and desk.photos == [JPEG]


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n\r\n--x--", b"\xff" * 100])
async def test_a_damaged_form_is_refused(client: httpx.AsyncClient, desk: SmallDesk, body: bytes) -> None:
    head = {"Content-Type": "multipart/form-data; boundary=x"}
    response = await client.post("/report", content=body, headers=head)
    assert response.status_code in (400, 403) and desk.reports == {}
    assert (
        await client.post("/report", content=body, headers={"Content-Type": "multipart/form-data"})
    ).status_code == 400


async def test_a_form_without_length_or_too_large_is_refused(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    async def dripping():
        yield b"--x\r\n"

    head = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await client.post("/report", content=dripping(), headers=head)).status_code == 411
    large = await client.post("/report", content=b"0" * (MAX_PHOTO + 200_000), headers=head)
    assert large.status_code == 413 and "MB" in large.text and desk.reports == {}


async def test_the_page_corrects_and_withdraws_with_the_code_and_sureness(client, desk: SmallDesk) -> None:
    await client.post("/report", data=await form_of(client) | REPORT)
    ((_, one),) = desk.reports.values()
    pair = await form_of(client, "/report/status") | {"receipt": one.receipt, "code": one.code}
    assert "고쳐 두었어요" in (await client.post("/report/change", data=pair | {"what": "", "place": "○○동"})).text
    assert desk.changed == [(one.receipt, {"place": "○○동"})]
    assert (await client.post("/report/change", data=pair)).status_code == 422
    unsure = await client.post("/report/withdraw", data=pair)
    assert unsure.status_code == 422 and "거둘게요" in unsure.text
    done = await client.post("/report/withdraw", data=pair | {"sure": "on"})
    assert "거두신 신고예요" in done.text and "신고 고치기" not in done.text
    assert (await client.post("/report/other", data=pair)).status_code == 404
    foreign = await client.post("/report/withdraw", data=pair | {"sure": "on", "csrf": "x" * 43})
    assert foreign.status_code == 403


async def test_consent_can_be_taken_back_on_the_page(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    await client.post("/report", data=await form_of(client) | REPORT)
    ((_, one),) = desk.reports.values()
    pair = await form_of(client, "/report/status") | {"receipt": one.receipt, "code": one.code}
    await client.post("/report/change", data=pair | {"consent": "withdrawn"})
    assert desk.changed == [(one.receipt, {"consent": False})]


@pytest.mark.parametrize(
    "point", [{"latitude": 37.5}, {"latitude": 0, "longitude": 0}, {"latitude": "NaN", "longitude": 127}]
)
async def test_half_a_location_or_a_place_elsewhere_is_refused(client, desk: SmallDesk, point: dict) -> None:
    response = await client.post("/api/reports", json=REPORT | point)
    assert response.status_code == 422 and desk.reports == {}
