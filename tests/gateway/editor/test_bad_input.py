"""Whatever is sent to the editor's pages gets a clear page and changes nothing it should not."""

from __future__ import annotations

import pytest

from knowledge.revisions.problems import LONGEST
from tests.gateway.editor.conftest import Enter, Served, form_of, moved
from tests.gateway.kit import rows
from tests.house import RENT

PAGES = ("/console/inbox", "/console/inbox/1", "/console/guides", "/console/guides/new", f"/console/guides/{RENT}",
         "/console/guides/revisions/1")  # fmt: skip
DEEDS = ("/console/inbox/1/answer", "/console/inbox/1/dismiss", "/console/inbox/1/draft", "/console/guides/write",
         "/console/guides/revisions/1/approve")  # fmt: skip
KEPT = ("guide_revisions", "inbox", "inbox_groups", "conversation_lines", "waiting_replies")


def kept(served: Served) -> dict[str, int]:
    return {name: number for name, number in rows(served.building).items() if name in KEPT}


@pytest.mark.parametrize("path", PAGES)
async def test_strangers_are_led_to_the_login(served: Served, path: str):
    answer = await served.http.get(path)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/login")


async def test_a_caseworker_sees_and_does_nothing_here(served: Served, enter: Enter):
    inside = await enter("minji", "caseworker")
    await inside.get("/console")
    before = kept(served)
    for path in PAGES:
        page = await inside.get(path)
        assert page.status_code == 403 and "편집자" in page.text, path
    await inside.get("/console")
    for path in DEEDS:
        assert (await inside.post(path, text="x", act="save")).status_code == 403, path
    assert kept(served) == before
    assert "/console/guides" not in (await inside.get("/console")).text


async def test_an_editor_lands_in_the_inbox_and_sees_no_case(served: Served, enter: Enter):
    inside = await enter()
    answer = await inside.get("/console")
    assert answer.status_code == 303 and answer.headers["location"] == "/console/inbox"
    menu = (await inside.get("/console/inbox")).text
    assert "질문함" in menu and "사건 목록" not in menu


@pytest.mark.parametrize("path", DEEDS)
async def test_a_form_that_is_not_ours_is_refused(served: Served, enter: Enter, path: str):
    inside = await enter()
    before = kept(served)
    inside.token = "0" * 64
    assert (await inside.post(path, text="x", act="save")).status_code == 403
    inside.token = ""
    assert (await inside.post(path, text="x", act="save")).status_code == 403
    assert kept(served) == before


@pytest.mark.parametrize("path", [
    "/console/inbox/0", "/console/inbox/99", "/console/inbox/-1", "/console/inbox/x", "/console/inbox/99999999999999",
    "/console/inbox?state=lost", "/console/guides/no-such-guide", "/console/guides/revisions/7", "/console/guides/a/b",
    "/console/guides/revisions/x", "/console/guides/revisions/99999999999999999999",
])  # fmt: skip
async def test_what_is_not_there_is_a_plain_404(served: Served, enter: Enter, path: str):
    answer = await (await enter()).get(path)
    assert answer.status_code == 404 and "<h1>" in answer.text


async def written(served: Served, enter: Enter, text: str, act: str = "save", guide: str = RENT):
    """Send the write form of one guide with another text."""
    inside = await enter()
    fields = form_of((await inside.get(f"/console/guides/{guide}")).text)
    return await inside.post("/console/guides/write", **(fields | {"text": text, "act": act}))


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("가" * (LONGEST + 1), 422, "너무 길어요"),
        ("가" * 70_000, 413, "너무 커요"),
        ("---\nid: [\n---\n", 422, "id"),
        ("", 422, "비어 있어요"),
        ("주민등록번호는 900101-1234568이에요", 422, "주민등록번호"),
    ],
    ids=["too long", "far too long", "broken yaml", "empty", "resident number"],
)
async def test_a_text_that_cannot_be_proposed_is_told_why(
    served: Served, enter: Enter, text: str, status: int, told: str
):
    answer = await written(served, enter, text, "propose")
    assert answer.status_code == status and told in answer.text
    assert served.building.editing.revisions.mark() == (0, 0)


async def test_looking_through_keeps_nothing(served: Served, enter: Enter):
    before = kept(served)
    answer = await written(served, enter, "---\nid: [\n---\n\n## 한눈에\nx\n", "check")
    assert answer.status_code == 200 and "머리말" in answer.text and kept(served) == before


async def test_the_page_shows_the_difference_and_what_it_would_answer(served: Served, enter: Enter):
    inside = await enter()
    fields = form_of((await inside.get(f"/console/guides/{RENT}")).text)
    old = fields["text"]
    changed = old.replace("## 한눈에\n", "## 한눈에\n달빛이 비치는 집에 살아요. ", 1)
    answer = await inside.post("/console/guides/write", **(fields | {"text": changed, "act": "check"}))
    assert answer.status_code == 200 and "<ins>달빛이 비치는 집에 살아요." in answer.text
    assert "이렇게 답하게 돼요" in answer.text and "20만 원" in answer.text.split("이렇게 답하게 돼요")[1]


async def test_a_second_press_of_propose_changes_nothing(served: Served, enter: Enter):
    inside = await enter()
    fields = form_of((await inside.get(f"/console/guides/{RENT}")).text)
    fields["text"] = fields["text"].replace("## 한눈에\n", "## 한눈에\n먼저 확인해 주세요. ", 1)
    at = moved(await inside.post("/console/guides/write", **fields, act="save")).split("?")[0]
    draft = form_of((await inside.get(at)).text)
    moved(await inside.post("/console/guides/write", **draft, act="propose"))
    again = await inside.post("/console/guides/write", **draft, act="propose")
    assert again.status_code == 409 and rows(served.building)["guide_revisions"] == 1


async def test_markup_in_questions_and_guides_is_shown_as_text(served: Served, enter: Enter):
    served.building.house.inbox.add("prequestion", "<script>alert(1)</script> 난방비", "k1")
    inside = await enter()
    for path in ("/console/inbox", "/console/inbox/1"):
        page = (await inside.get(path)).text
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"way": "new", "id": "../../etc/passwd", "domain": "welfare"}, "id는 영문"),
        ({"way": "new", "id": "heating-help", "domain": "moon"}, "고를 수 없는"),
        ({"way": "new", "id": RENT, "domain": "welfare"}, "이미 있어요"),
        ({"way": "add", "guide": "nowhere", "section": ""}, "그런 안내가 없어요"),
        ({"way": "add", "guide": RENT, "section": "인사"}, "고를 수 없는"),
        ({"way": "fly"}, "고를 수 없는"),
        ({}, "고를 수 없는"),
    ],
)
async def test_a_bad_draft_is_told_why(served: Served, enter: Enter, fields: dict[str, str], told: str):
    inbox = served.building.house.inbox
    inbox.add("prequestion", "난방비 지원 신청", "k1")
    (group,) = inbox.groups()
    inside = await enter()
    first = await inside.post(f"/console/inbox/{group.id}/draft", **fields)
    assert first.status_code == 422 and "먼저 답을" in first.text
    inbox.answer(group.id, "주민센터에서요", "다혜")
    answer = await inside.post(f"/console/inbox/{group.id}/draft", **fields)
    assert answer.status_code == 422 and told in answer.text
    assert rows(served.building)["guide_revisions"] == 0


@pytest.mark.parametrize("text", ["", "   ", "가" * 1_001])
async def test_a_bad_answer_goes_to_nobody(served: Served, enter: Enter, text: str):
    await served.ask("난방비 지원 어떻게 신청하나요?")
    (group,) = served.building.house.inbox.groups()
    inside = await enter()
    answer = await inside.post(f"/console/inbox/{group.id}/answer", text=text)
    assert answer.status_code == 422
    assert not [line for line in await served.lines() if line["author"] == "caseworker"]
