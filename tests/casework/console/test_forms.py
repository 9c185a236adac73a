"""Forms anybody may send: without the page's own token, from another site, broken or huge."""

import pytest

from .hands import NEW_PASSWORD, Browser, House


async def posts(house: House, inside: Browser) -> list[str]:
    case = house.hear()
    moves = (
        "acknowledge",
        "take",
        "transfer",
        "place",
        "contact",
        "link",
        "close",
        "note",
        "reveal",
        "talk/take",
        "talk/say",
        "talk/back",
    )
    return ["/console/logout", "/console/stay", "/console/password", *(f"/console/cases/{case}/{m}" for m in moves)]


async def test_every_form_without_its_token_is_refused_and_changes_nothing(house: House, enter):
    inside = await enter()
    for path in await posts(house, inside):
        for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "가나다"}):
            answer = await inside.http.post(path, data={"text": "x", **fields})
            assert answer.status_code == 403, (path, fields, answer.text[:200])
            assert "확인할 수 없어요" in answer.text
    row = house.cases.queue()[0]
    assert row.state == "received" and row.owner_id is None and not house.talk.owners
    assert (await inside.get("/console")).status_code == 200


async def test_a_token_of_another_session_is_refused(house: House, enter, other: Browser):
    inside = await enter()
    await enter("supervisor", "lee", "이둘", other)
    answer = await inside.http.post(f"/console/cases/{house.hear()}/note", data={"csrf": other.token, "text": "x"})
    assert answer.status_code == 403


async def test_login_without_the_page_is_refused(house: House, browser: Browser):
    once = house.staff.add("kim", "김하나", "caseworker")
    answer = await browser.http.post("/console/login", data={"login": "kim", "password": once})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.test"}]
)
async def test_a_form_from_another_site_is_refused_even_with_the_token(house: House, enter, headers: dict):
    inside = await enter()
    path, fields = f"/console/cases/{house.hear()}/acknowledge", {"csrf": inside.token}
    assert (await inside.http.post(path, data=fields, headers=headers)).status_code == 403
    own = {"Origin": "http://desk.test", "Sec-Fetch-Site": "same-origin"}
    assert (await inside.http.post(path, data=fields, headers=own)).status_code == 303


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"text=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b'{"text": "x"}', "application/json", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"text=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"text=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 50, "application/x-www-form-urlencoded", 400),
        (b"", "", 415),
    ],
)
async def test_broken_and_huge_bodies_get_a_clear_page(house: House, enter, body: bytes, kind: str, status: int):
    inside = await enter()
    path = f"/console/cases/{house.hear()}/note"
    answer = await inside.http.post(path, content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert "열 수 없어요" in answer.text and answer.headers["cache-control"] == "no-store"


async def test_a_form_after_the_session_ended_leads_to_the_login(house: House, enter):
    inside = await enter()
    case = house.hear()
    house.clock.move(minutes=31)
    answer = await inside.post(f"/console/cases/{case}/acknowledge")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/login")
    assert house.cases.get(case).owner_id is None


async def test_every_answer_bears_the_headers(house: House, enter, browser: Browser):
    pages = [await browser.get("/console/login"), await browser.get("/console"), await browser.get("/console/nowhere")]
    inside = await enter()
    pages += [await inside.get("/console"), await inside.get(f"/console/cases/{house.hear()}")]
    pages += [await inside.get("/ack/forged")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert " style=" not in page.text and " onclick=" not in page.text and "<script>" not in page.text
        assert not page.text or '<html lang="ko">' in page.text


async def test_passwords_never_come_back_in_a_page(house: House, enter, other: Browser):
    await enter()
    answer = await other.login("kim", NEW_PASSWORD + "x")
    assert NEW_PASSWORD not in answer.text
