"""/report without script: anonymous by default, unticked consents, the code once, nothing written is lost."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.connectors.web.small_desk import SmallDesk

STORY = {"subject": "other", "what": "우편물이 쌓여 있어요", "reporter": "anonymous"}


async def form_of(client: httpx.AsyncClient, path: str = "/report") -> dict[str, str]:
    page = (await client.get(path)).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


async def test_nothing_is_ticked_for_the_person(client: httpx.AsyncClient) -> None:
    page = (await client.get("/report")).text
    ticked = [tag for tag in re.findall(r"<input [^>]*>", page) if re.search(r"\schecked", tag)]
    assert len(ticked) == 1 and 'value="anonymous"' in ticked[0]
    assert page.count('type="checkbox"') == 4


async def test_an_anonymous_report_gets_its_code_once(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client) | STORY | {"name": "김이음", "contact": "010-0000-0000"}
    done = await client.post("/report", data=form)
    ((fields, taken),) = desk.reports.values()
    assert done.status_code == 200 and done.headers["cache-control"] == "no-store"
    assert taken.receipt in done.text and taken.code and taken.code in done.text
    assert (fields["name"], fields["contact"]) == ("", "")
    reloaded = await client.post("/report", data=form)
    assert taken.receipt in reloaded.text and taken.code not in reloaded.text
    assert len(desk.reports) == 1


async def test_consents_arrive_one_by_one(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    named = {"reporter": "neighbour", "name": "김이음", "contact": "010-0000-0000", "consent": "on", "place": "○○동"}
    await client.post("/report", data=await form_of(client) | STORY | named)
    ((fields, _),) = desk.reports.values()
    assert [fields[name] for name in ("consent", "consent_sensitive", "consent_share")] == [True, False, False]
    assert (fields["name"], fields["place"]) == ("김이음", "○○동")


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"what": " "}, 422, "어떤 일인지"),
        ({"subject": ""}, 422, "누구의 일인지"),
        ({"subject": "dog"}, 422, "누구의 일인가요"),
        ({"what": "가" * 2001}, 422, "너무 길어요"),
        ({"reporter": "neighbour", "name": "김이음"}, 422, "첫째 동의"),
        ({"place": "○○동"}, 422, "첫째 동의"),
        ({"level": "emergency"}, 422, "모르는 항목"),
        ({"csrf": "x"}, 403, "안전을 위해"),
        ({"key": "짧음"}, 400, "Idempotency-Key"),
        ({"what": "거절"}, 422, "상황을 더"),
    ],
)
async def test_a_mistake_is_told_and_keeps_what_was_written(
    client: httpx.AsyncClient, desk: SmallDesk, change: dict[str, str], status: int, told: str
) -> None:
    form = await form_of(client) | STORY | {"since": "사흘 전부터"} | change
    page = await client.post("/report", data=form)
    assert page.status_code == status
    assert told in re.findall(r'role="alert"><p class="ieum-error">([^<]*)', page.text)[0]
    assert 'value="사흘 전부터"' in page.text
    assert desk.reports == {}


async def test_a_life_in_danger_needs_no_tick(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    await client.post("/report", data=await form_of(client) | STORY | {"place": "○○동 3층", "danger_now": "on"})
    ((fields, _),) = desk.reports.values()
    assert (fields["danger_now"], fields["place"], fields["consent"]) == (True, "○○동 3층", False)


async def test_a_desk_that_is_away_keeps_the_text(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    desk.broken = True
    page = await client.post("/report", data=await form_of(client) | STORY)
    assert page.status_code == 503
    assert "우편물이 쌓여 있어요" in page.text and "119·112·109" in page.text


async def test_a_form_from_elsewhere_is_refused(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    form = await form_of(client) | STORY
    response = await client.post("/report", data=form, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403 and desk.reports == {}


async def test_status_needs_number_and_code(client: httpx.AsyncClient, desk: SmallDesk) -> None:
    await client.post("/report", data=await form_of(client) | STORY)
    ((_, taken),) = desk.reports.values()
    form = await form_of(client, "/report/status")
    good = await client.post("/report/status", data=form | {"receipt": f" {taken.receipt} ", "code": taken.code})
    assert "담당자에게 알렸어요" in good.text and "2026-03-02 10:05" in good.text
    assert taken.code not in good.text
    for pair in ({"receipt": taken.receipt, "code": "x"}, {"receipt": "R-1", "code": taken.code}, {}):
        wrong = await client.post("/report/status", data=form | pair)
        assert wrong.status_code == 404 and "맞지 않아요" in wrong.text
    forged = await client.post("/report/status", data={"receipt": taken.receipt, "code": taken.code})
    assert forged.status_code == 403
