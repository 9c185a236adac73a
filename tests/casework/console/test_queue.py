"""The queue: worst first, filtered, fresh, loud when nobody answers."""

import re

from .hands import House


def listed(text: str) -> list[str]:
    return re.findall(r'id="open-(C-[0-9A-Z]+)"', text)


async def test_worst_first_then_longest_waiting(house: House, enter):
    normal = house.hear("전기 끊긴대요", "normal", "web:1")
    house.clock.move(minutes=1)
    high = house.hear("못 버티겠어요", "high", "web:2")
    house.clock.move(minutes=1)
    late = house.hear("죽을 것 같아요", "high", "web:3")
    worst = house.hear("지금 뛰어내리려고요", "emergency", "web:4")
    house.clock.move(minutes=12)
    page = await (await enter()).get("/console")
    assert listed(page.text) == [worst, high, late, normal]
    assert "긴급" in page.text and "12분 기다리는 중" in page.text and "14분 기다리는 중" in page.text


async def test_filter_by_state(house: House, enter):
    inside = await enter()
    taken, waiting = house.hear(conversation="web:1"), house.hear(conversation="web:2")
    await inside.post(f"/console/cases/{taken}/acknowledge")
    assert listed((await inside.get("/console?state=acknowledged")).text) == [taken]
    assert listed((await inside.get("/console?state=received")).text) == [waiting]
    page = await inside.get("/console?state=closed")
    assert listed(page.text) == [] and "이 상태의 사건이 없어요" in page.text
    assert 'href="/console?state=closed" aria-current="page"' in page.text


async def test_an_unknown_state_is_named_with_the_allowed_ones(enter):
    page = await (await enter()).get("/console?state=<script>")
    assert page.status_code == 404 and "acknowledged" in page.text and "<script>" not in page.text


async def test_filter_by_level_district_and_owner(house: House, enter):
    inside = await enter()
    seoul = house.report(place="서울특별시 관악구 신림동 12", what="며칠째 안 보여요")
    busan = house.report(place="부산 해운대구 우동", what="아이가 혼자 있어요", danger_now=True)
    nowhere = house.hear(conversation="web:9")
    await inside.post(f"/console/cases/{seoul}/acknowledge")

    async def shown(query: str) -> set[str]:
        page = await inside.get(f"/console?{query}")
        fresh = re.findall(r'hx-get="(/console/rows\?[^"]+)"', page.text)[0].replace("&amp;", "&")
        assert (await inside.get(fresh)).status_code == 204
        return set(listed(page.text))

    assert await shown("level=emergency") == {busan}
    assert await shown("district=서울 관악구") == {seoul} and await shown("district=none") == {nowhere}
    assert await shown("owner=me") == await shown("owner=S-kim") == {seoul}
    assert await shown("owner=none") == {busan, nowhere} and await shown("owner=none&level=high") == {nowhere}
    assert await shown("owner=me&state=received") == set()
    page = (await inside.get("/console?district=부산 해운대구&state=received")).text
    assert '<option value="부산 해운대구" selected>' in page and 'name="state" value="received"' in page


async def test_bad_filters_are_named(enter):
    inside = await enter()
    page = await inside.get("/console?level=<i>worst")
    assert page.status_code == 404 and "emergency" in page.text and "<i>" not in page.text
    page = await inside.get("/console/rows?district=" + "가" * 101)
    assert page.status_code == 400 and "100자" in page.text
    assert "이 조건의 사건이 없어요" in (await inside.get("/console?owner=<script>")).text


async def test_late_comes_before_waiting_within_a_level(house: House, enter):
    inside = await enter()
    late, taken = (house.hear("지금이에요", "emergency", f"web:{number}") for number in (1, 2))
    await inside.post(f"/console/cases/{late}/acknowledge")
    house.clock.move(minutes=14)
    await inside.post(f"/console/cases/{taken}/acknowledge")
    waiting = house.hear("저도요", "emergency", "web:3")
    house.clock.move(minutes=2)
    page = (await inside.get("/console")).text
    assert listed(page) == [late, waiting, taken] and "연락 시한 1분 지남" in page


async def test_a_row_can_be_claimed_and_then_no_more(house: House, enter, other):
    inside, case = await enter(), house.hear()
    page = await inside.get("/console")
    assert f'id="claim-{case}"' in page.text and 'data-calls=""' in page.text
    house.hear("지금 뛰어내릴 거예요", "emergency", "web:2")
    assert re.search(r'data-calls="C-\w+"', (await inside.get("/console")).text)
    await inside.post(f"/console/cases/{case}/acknowledge")
    assert f'id="claim-{case}"' not in (await inside.get("/console")).text
    assert 'id="claim-' not in (await (await enter("operator", "oh", "오운영", other)).get("/console")).text


async def test_the_refreshing_part_is_empty_until_something_changes(house: House, enter):
    inside = await enter()
    house.hear()
    page = await inside.get("/console")
    path = re.findall(r'hx-get="(/console/rows\?[^"]+)"', page.text)[0].replace("&amp;", "&")
    assert (await inside.get(path)).status_code == 204
    new = house.hear("배가 고파요", "normal", "web:7")
    fresh = await inside.get(path)
    assert fresh.status_code == 200 and new in listed(fresh.text) and "<html" not in fresh.text
    house.clock.move(minutes=1)
    assert "1분 기다리는 중" in (await inside.get(path)).text


async def test_trouble_with_the_clock_and_the_roster_is_loud(house: House, enter):
    inside = await enter()
    assert "당직자가 없어요" not in (await inside.get("/console")).text
    house.health.update(no_one_on_call=True, overdue_seconds=120.0, failed_alerts=2)
    page = (await inside.get("/console")).text
    assert (
        "알릴 당직자가 없어요" in page and "알림이 제때 나가지 않고 있어요" in page and "보내지 못한 알림 2건" in page
    )


async def test_an_unanswered_case_is_loud(house: House, enter, unanswered):
    case = await unanswered()
    page = (await (await enter()).get("/console")).text
    assert "응답 없는 사건 1건" in page and case in listed(page)


async def test_an_empty_queue_says_so(enter):
    assert "열린 사건이 없어요" in (await (await enter()).get("/console")).text


async def test_a_very_long_queue_is_cut_and_says_so(house: House, enter):
    for number in range(203):
        house.hear(conversation=f"web:{number}")
    page = (await (await enter()).get("/console")).text
    assert len(listed(page)) == 200 and "3건이 더 있어요" in page
