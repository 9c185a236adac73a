"""The action server speaks Rasa's protocol: 200, 400, 404, 500, and nothing without its token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from actions.server import ACTIONS
from gateway.build import Building
from gateway.settings import ROOT
from tests.actions.kit import TOKEN, Actions, body
from tests.gateway.kit import rows

DOMAIN = ROOT / "bot" / "domain"


@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", "%00", "토큰", "x" * 5_000])
async def test_without_its_token_there_is_no_such_address(actions: Actions, building: Building, token: str):
    before = rows(building)
    response = await actions.client.post(f"/actions/{token}", json=body("action_leave_question", "물어볼게요"))
    assert response.status_code == 404 and "next_action" not in response.text
    assert rows(building) == before


BROKEN = {
    "no json": b"{",
    "not utf-8": '{"next_action": "한글"}'.encode("cp949"),
    "empty": b"",
    "a list": b"[]",
    "a number": b"3",
    "null": b"null",
    "too deep": b'{"a":' * 50_000,
    "half a letter": b'{"next_action":"a","sender_id":"a","tracker":{"latest_message":{"text":"\\ud800"}}}',
    "no action": b'{"sender_id": "a", "tracker": {}}',
    "no sender": b'{"next_action": "action_answer", "tracker": {}}',
    "no tracker": b'{"next_action": "action_answer", "sender_id": "a"}',
    "tracker is a list": b'{"next_action": "action_answer", "sender_id": "a", "tracker": []}',
    "message is a text": b'{"next_action": "action_answer", "sender_id": "a", "tracker": {"latest_message": "x"}}',
    "intent is a text": b'{"next_action":"action_answer","sender_id":"a","tracker":{"latest_message":{"intent":"x"}}}',
    "slots are a list": b'{"next_action": "action_answer", "sender_id": "a", "tracker": {"slots": [1]}}',
    "events are texts": b'{"next_action": "action_answer", "sender_id": "a", "tracker": {"events": ["x"]}}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
async def test_a_malformed_call_is_a_400_that_says_what_is_wrong(actions: Actions, building: Building, content: bytes):
    before = rows(building)
    response = await actions.client.post(f"/actions/{TOKEN}", content=content)
    assert response.status_code == 400 and response.json()["error"]
    assert rows(building) == before


async def test_an_unknown_action_is_a_404_that_names_the_known_ones(actions: Actions):
    response = await actions.client.post(f"/actions/{TOKEN}", json=body("action_sing"))
    assert response.status_code == 404
    assert response.json()["action_name"] == "action_sing" and "action_answer" in response.json()["error"]


async def test_a_failing_action_is_a_500_and_the_server_goes_on(actions: Actions, building: Building):
    from tests.gateway.kit import drop

    drop(building, "inbox")
    response = await actions.client.post(f"/actions/{TOKEN}", json=body("action_leave_question", "물어볼게요"))
    assert response.status_code == 500 and response.json()["action_name"] == "action_leave_question"
    assert "inbox" not in response.text
    assert (await actions.run("action_report_status", "신고 어떻게 됐어요?"))["responses"]


def test_every_custom_action_of_the_domain_is_served():
    named: set[str] = set()
    for path in sorted(Path(DOMAIN).glob("*.yml")):
        named |= set((yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("actions") or [])
    assert {name for name in named if name.startswith(("action_", "validate_"))} == set(ACTIONS)


async def test_the_server_is_not_in_the_public_documentation(actions: Actions):
    assert "actions" not in (await actions.client.get("/openapi.json")).text


@pytest.mark.parametrize("name", sorted(ACTIONS))
async def test_every_action_takes_a_call_with_nothing_in_it(actions: Actions, name: str):
    bare = {"next_action": name, "sender_id": "k", "tracker": {}}
    response = await actions.client.post(f"/actions/{TOKEN}", json=bare)
    assert response.status_code == 200 and set(response.json()) == {"events", "responses"}


HOSTILE = ["\x00\u202e\ufffe", "'; DROP TABLE cases; --", "<script>1</script>", "가" * 5_000, "{receipt}", "%s %d"]


@pytest.mark.parametrize("name", sorted(ACTIONS))
async def test_every_action_takes_hostile_words(actions: Actions, name: str):
    for text in HOSTILE:
        slots = {"report_what": text[:50], "topic": text[:90], "age": text[:9], "household": [text], "region": text}
        content = json.dumps(body(name, text, slots=slots, fresh={"report_subject": text, "age": text}))
        response = await actions.client.post(f"/actions/{TOKEN}", content=content)
        assert response.status_code == 200, (name, text, response.text)
