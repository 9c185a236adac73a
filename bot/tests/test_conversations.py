"""Whole conversations with a running Rasa: every flow of the dialogue, over HTTP, as the gateway has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import pytest
import yaml
from rasa.shared.core.domain import Domain

HERE = Path(__file__).parent
CONVERSATIONS = yaml.safe_load((HERE / "conversations.yml").read_text(encoding="utf-8"))
DOMAIN = Domain.load(str(HERE.parent / "domain"))


def expected_text(name: str) -> str:
    return f"<{name}>" if name.startswith("action_") else DOMAIN.responses[name][0]["text"]


def said(message: Dict[str, Any]) -> str:
    return message.get("text") or message["custom"]["text"]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["name"])
def test_conversation(rasa: Any, conversation: Dict[str, Any]) -> None:
    sender = f"test-{CONVERSATIONS.index(conversation)}"
    for turn in conversation["turns"]:
        heard = [said(message) for message in rasa.say(sender, turn["say"])]
        assert heard == [expected_text(name) for name in turn["hear"]], turn["say"]
        state = rasa.tracker(sender)
        for slot, value in turn.get("slots", {}).items():
            assert state["slots"][slot] == value, (turn["say"], slot)
        if "form" in turn:
            assert (state["active_loop"] or {}).get("name") == turn["form"], turn["say"]


def buttons() -> Any:
    return sorted(
        {
            button["payload"]
            for variants in DOMAIN.responses.values()
            for v in variants
            for button in v.get("buttons", [])
        }
    )


@pytest.mark.parametrize("payload", buttons())
def test_a_button_says_words_that_are_understood(rasa: Any, payload: str) -> None:
    parsed = rasa.parse(payload)
    assert not payload.startswith("/"), "the gateway takes a leading slash away"
    assert parsed["intent"]["name"] != "nlu_fallback"
    assert parsed["intent"]["confidence"] > 0.6


@pytest.mark.parametrize(
    ("payload", "entity", "value"),
    [
        ("직장에 다녀요", "employment", "employed"),
        ("일을 쉬고 있어요", "employment", "unemployed"),
        ("학생이에요", "employment", "student"),
        ("자영업을 해요", "employment", "self_employed"),
        ("군인이에요", "employment", "soldier"),
        ("농사를 지어요", "employment", "farmer"),
        ("혼자 살아요", "household", "1인가구"),
        ("신혼부부예요", "household", "신혼부부"),
        ("한부모예요", "household", "한부모"),
        ("아이가 둘이에요", "household", "다자녀"),
        ("기초생활수급자예요", "household", "기초생활수급"),
        ("장애인이에요", "household", "장애인"),
        ("월세예요", "housing", "월세"),
        ("전세예요", "housing", "전세"),
        ("자가예요", "housing", "자가"),
        ("공공임대에 살아요", "housing", "공공임대"),
        ("고시원에 살아요", "housing", "고시원"),
        ("부모님 집에 살아요", "housing", "부모집"),
    ],
)
def test_the_profile_buttons_fill_their_slot(rasa: Any, payload: str, entity: str, value: str) -> None:
    assert payload in buttons()
    parsed = rasa.parse(payload)
    assert (entity, value) in [(found["entity"], found["value"]) for found in parsed["entities"]]
    assert parsed["intent"]["name"] == "inform"


def test_a_restart_event_erases_what_was_said(rasa: Any) -> None:
    import sqlite3

    rasa.say("forget-me", "26살이고 서울 살아요")
    rasa.replace_events("forget-me", [{"event": "restart"}])
    rows = sqlite3.connect(rasa.database).execute("select data from events where sender_id = 'forget-me'").fetchall()
    assert not any("26살" in data for (data,) in rows)
    assert rasa.tracker("forget-me")["slots"]["age"] is None
    assert rasa.say("forget-me", "안녕하세요"), "the conversation goes on"
