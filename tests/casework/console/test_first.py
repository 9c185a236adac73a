async def test_walk(house, enter):
    case = house.hear()
    inside = await enter()
    page = await inside.get("/console")
    assert case in page.text
    page = await inside.get(f"/console/cases/{case}")
    assert page.status_code == 200 and "맡기" in page.text
    answer = await inside.post(f"/console/cases/{case}/acknowledge")
    assert answer.status_code == 303
    page = await inside.get(answer.headers["location"])
    assert "김하나" in page.text and "이 사건을 맡았어요" in page.text
