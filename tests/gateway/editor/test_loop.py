"""The loop: a refused question, an answer to who asked, a guide approved by a second person, answered for good."""

from __future__ import annotations

import json

from tests.gateway.editor.conftest import Enter, Served, form_of, moved, only_group, until

HEATING = "난방비 지원 어떻게 신청하나요?"
SAME = "겨울에 난방비 지원 신청하고 싶어요"
ANSWER = "난방비 지원은 주민센터에 가서 신청해요. 에너지바우처로 드려요."


async def test_from_a_refused_question_to_an_answer_for_good(served: Served, enter: Enter):
    first = await served.ask(HEATING)
    assert first["refusal"] == "no_source"
    await served.ask(HEATING)
    await served.ask(SAME, "another-0123456789")
    author, second = await enter("dahye"), await enter("boram", "supervisor")
    group = await only_group(author)
    page = (await author.get(group)).text
    assert "2명이 물었어요" in page
    assert "done=answered" in moved(await author.post(f"{group}/answer", text=ANSWER))
    for sender in ("citizen-0123456789", "another-0123456789"):
        told = [line for line in await served.lines(sender) if line["author"] == "caseworker"]
        assert len(told) == 1 and ANSWER in told[0]["text"] and "난방비" in told[0]["text"]
    again = await author.post(f"{group}/answer", text=ANSWER)
    assert again.status_code == 409 and "이미 답한" in again.text
    revision = moved(await author.post(f"{group}/draft", way="new", id="heating-help", domain="welfare"))
    at = revision.split("?")[0]
    draft = (await author.get(revision)).text
    assert "고칠 곳이 없어요" in draft and "주민센터에 가서" in draft
    rent = (await author.get("/console/guides/culture-card")).text
    assert "이렇게 판정해요" in rent and "기초생활수급 또는 차상위" in rent and "근거: " in rent
    fields = form_of(draft)
    moved(await author.post("/console/guides/write", **fields, act="propose"))
    own = await author.post(f"{at}/approve")
    assert own.status_code == 403 and "스스로 승인할 수 없어요" in own.text
    assert (await served.ask(HEATING, "third-0123456789"))["refusal"] == "no_source"
    assert "승인하기" in (await second.get(at)).text
    moved(await second.post(f"{at}/approve"))

    async def answered() -> bool:
        said = await served.ask(HEATING, "fourth-0123456789")
        return said["refusal"] is None and said["messages"][0]["citations"][0]["id"] == "heating-help"

    await until(answered)
    late = await second.post(f"{at}/approve")
    assert late.status_code == 409 and "제안된 상태가 아니에요" in late.text
    lines = (served.building.settings.home / "eval" / "from_inbox.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    assert {case["question"] for case in cases} == {HEATING, SAME}
    assert all(case["guides"] == ["heating-help"] and case["refusal"] is None for case in cases)
    done = (await author.get("/console/inbox?state=done")).text
    assert HEATING in done
