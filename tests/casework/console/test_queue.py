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
