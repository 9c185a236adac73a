"""Coming in: one answer for every wrong pair, a lock that betrays nothing, sessions that end."""

import asyncio
import re

import pytest
from sqlalchemy import select, update

from casework.audit import AuditRecord
from casework.console.desk import COOKIE
from casework.console.tables import SessionRecord
from casework.staff_table import StaffRecord

from .hands import NEW_PASSWORD, Browser, House, make_house, new_browser


def bare(text: str) -> str:
    return re.sub(r'name="csrf" value="\w+"|name="login" value="[^"]*"', "", text)


async def test_the_one_time_password_must_be_changed_first(house: House, browser: Browser):
    once = house.staff.add("kim", "김하나", "caseworker")
    answer = await browser.login("kim", once)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/password")
    assert (await browser.get("/console")).headers["location"] == "/console/password"
    await browser.get("/console/password")
    refused = await browser.post("/console/password", old=once, new="짧음", again="짧음")
    assert refused.status_code == 422 and "10자" in refused.text
    refused = await browser.post("/console/password", old=once, new=NEW_PASSWORD, again="다른 비밀번호입니다")
    assert refused.status_code == 422 and "서로 달라요" in refused.text
    answer = await browser.post("/console/password", old=once, new=NEW_PASSWORD, again=NEW_PASSWORD)
    assert answer.headers["location"] == "/console?done=password"
    assert "사건 목록" in (await browser.get("/console")).text


async def test_unknown_name_and_wrong_password_look_the_same(house: House, browser: Browser):
    house.staff.add("kim", "김하나", "caseworker")
    wrong = await browser.login("kim", "틀린 비밀번호")
    unknown = await browser.login("lee", "틀린 비밀번호")
    assert wrong.status_code == unknown.status_code == 401
    assert bare(wrong.text) == bare(unknown.text)
    assert COOKIE not in wrong.cookies


@pytest.mark.parametrize("login", ["kim", "nobody"])
async def test_five_failures_lock_the_name_known_or_not(house: House, browser: Browser, login: str):
    once = house.staff.add("kim", "김하나", "caseworker")
    for _ in range(5):
        assert (await browser.login(login, "틀림")).status_code == 401
    locked = await browser.login(login, once)
    assert locked.status_code == 429 and "15분 뒤에 다시" in locked.text
    house.clock.move(minutes=15, seconds=1)
    assert (await browser.login("kim", once)).status_code == 303


async def test_a_right_password_forgets_the_failures(house: House, browser: Browser):
    once = house.staff.add("kim", "김하나", "caseworker")
    for _ in range(4):
        await browser.login("kim", "틀림")
    assert (await browser.login("kim", once)).status_code == 303
    browser.http.cookies.clear()
    assert (await browser.login("kim", "틀림")).status_code == 401
    assert (await browser.login("kim", once)).status_code == 303


async def test_the_cookie_is_http_only_lax_and_only_a_hash_is_kept(house: House, browser: Browser):
    answer = await browser.login("kim", house.staff.add("kim", "김하나", "caseworker"))
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/console" in cookie and "Secure" not in cookie
    token = browser.http.cookies[COOKIE]
    with house.store.reading() as session:
        kept = session.scalars(select(SessionRecord.id)).one()
    assert token not in kept and len(kept) == 64


async def test_the_cookie_is_secure_behind_https(tmp_path, clock):
    house = make_house(tmp_path, clock, secure=True)
    async with new_browser(house, "https://desk.test") as http:
        answer = await Browser(http).login("kim", house.staff.add("kim", "김하나", "caseworker"))
    assert "Secure" in answer.headers["set-cookie"]


async def test_an_idle_session_ends(house: House, enter):
    inside = await enter()
    house.clock.move(minutes=29)
    assert (await inside.get("/console")).status_code == 200
    house.clock.move(minutes=29)
    assert (await inside.get("/console")).status_code == 200
    house.clock.move(minutes=31)
    answer = await inside.get(f"/console/cases/{house.hear()}")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/login?next=/console/cases/C-")


async def test_a_session_ends_after_twelve_hours_however_busy(house: House, enter):
    inside = await enter()
    for _ in range(24):
        assert (await inside.get("/console")).status_code == 200
        house.clock.move(minutes=29, seconds=58)
    house.clock.move(minutes=1)
    assert (await inside.get("/console")).headers["location"] == "/console/login"


async def test_self_refreshing_parts_do_not_keep_a_session_alive(house: House, enter):
    inside = await enter()
    case = house.hear()
    for _ in range(3):
        house.clock.move(minutes=9)
        assert (await inside.get("/console/rows")).status_code == 200
        assert (await inside.get(f"/console/cases/{case}/live")).status_code == 200
        assert (await inside.get(f"/console/cases/{case}/talk")).status_code == 200
    house.clock.move(minutes=4)
    over = await inside.get("/console/rows", headers={"HX-Request": "true"})
    assert (over.status_code, over.headers["hx-redirect"]) == (401, "/console/login")


async def test_a_warning_comes_before_the_end_and_staying_is_one_press(house: House, enter):
    inside = await enter()
    house.clock.move(minutes=28, seconds=30)
    warned = await inside.get("/console/rows")
    assert "곧 화면이 잠겨요" in warned.text
    answer = await inside.http.post("/console/stay", data={"csrf": inside.token}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    house.clock.move(minutes=29)
    assert (await inside.get("/console")).status_code == 200


async def test_logging_out_ends_the_session_in_the_database(house: House, enter):
    inside = await enter()
    token = inside.http.cookies[COOKIE]
    assert (await inside.post("/console/logout")).status_code == 303
    inside.http.cookies.set(COOKIE, token, path="/console")
    assert (await inside.get("/console")).headers["location"] == "/console/login"
    with house.store.reading() as session:
        assert "logout" in session.scalars(select(AuditRecord.action)).all()


async def test_a_new_password_ends_every_other_session(house: House, enter, other: Browser):
    inside = await enter()
    await other.login("kim", NEW_PASSWORD)
    assert (await other.get("/console")).status_code == 200
    await inside.get("/console/password")
    await inside.post("/console/password", old=NEW_PASSWORD, new="여름밤의 긴 산책로", again="여름밤의 긴 산책로")
    assert (await inside.get("/console")).status_code == 200
    assert (await other.get("/console")).headers["location"] == "/console/login"


async def test_somebody_who_left_is_out_at_once(house: House, enter):
    inside = await enter()
    with house.store.session() as session:
        session.execute(update(StaffRecord).values(active=False))
    assert (await inside.get("/console")).headers["location"] == "/console/login"


@pytest.mark.parametrize("onward", ["https://evil.test/", "//evil.test", "/console/../admin", "/consolex", "/\\evil"])
async def test_login_goes_on_only_within_the_desk(house: House, enter, other: Browser, onward: str):
    await enter()
    answer = await other.login("kim", NEW_PASSWORD, next=onward)
    assert answer.headers["location"] == "/console"


async def test_login_goes_on_to_the_page_asked_for(house: House, enter, other: Browser):
    case = house.hear()
    await enter()
    asked = await other.get(f"/console/cases/{case}")
    page = await other.get(asked.headers["location"])
    assert f'name="next" value="/console/cases/{case}"' in page.text
    answer = await other.post("/console/login", login="kim", password=NEW_PASSWORD, next=f"/console/cases/{case}")
    assert answer.headers["location"] == f"/console/cases/{case}"


async def test_a_stale_or_invented_cookie_is_nobody(browser: Browser):
    for token in ("", "x", "가" * 10, "A" * 5000):
        answer = await browser.http.get("/console", headers={b"Cookie": f"{COOKIE}={token}".encode()})
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/login")


async def test_a_flood_of_logins_is_turned_away_and_passes(house: House, browser: Browser):
    await browser.get("/console/login")
    tries = [browser.http.post("/console/login", data={"csrf": browser.token, "login": f"x{n}"}) for n in range(30)]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*tries))
    assert codes[0] == 401 and codes[-1] == 503 and set(codes) == {401, 503}
    assert (await browser.login("x", "x")).status_code == 401
