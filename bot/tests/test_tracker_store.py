"""Long conversations stay cheap without forgetting slots; a restart erases; bad settings are refused."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, List

import pytest
from components.tracker_store import CappedTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, Restarted, SessionStarted, SlotSet, UserUttered

DOMAIN = Domain.load(str(Path(__file__).resolve().parents[1] / "domain"))
CAP = 40


@pytest.fixture
def store(tmp_path: Path) -> CappedTrackerStore:
    return CappedTrackerStore(DOMAIN, host=str(tmp_path / "rasa.db"), max_events=CAP)


def add(store: CappedTrackerStore, *events: Event) -> None:
    async def turn() -> None:
        tracker = await store.get_or_create_tracker("person")
        for event in events:
            tracker.update(event, DOMAIN)
        await store.save(tracker)

    asyncio.run(turn())


def load(store: CappedTrackerStore) -> Any:
    return asyncio.run(store.retrieve("person"))


def turn(number: int) -> List[Event]:
    return [
        UserUttered(f"말 {number}", {"name": "inform"}),
        ActionExecuted("utter_affirm"),
        ActionExecuted("action_listen"),
    ]


def test_slots_and_the_form_outlive_the_cap(store: CappedTrackerStore) -> None:
    add(
        store,
        SessionStarted(),
        SlotSet("age", 20),
        SlotSet("region", "서울특별시"),
        ActiveLoop("profile_form"),
        *turn(0),
    )
    add(store, SlotSet("age", 26))
    for number in range(1, 60):
        add(store, *turn(number))
    tracker = load(store)
    assert (tracker.get_slot("age"), tracker.get_slot("region")) == (26, "서울특별시")
    assert tracker.active_loop_name == "profile_form"
    assert tracker.latest_message.text == "말 59"
    assert len(tracker.events) <= CAP + 12


def test_every_event_is_stored_once(store: CappedTrackerStore, tmp_path: Path) -> None:
    add(store, SessionStarted())
    for number in range(50):
        add(store, *turn(number))
    rows = sqlite3.connect(tmp_path / "rasa.db").execute("select data from events where type_name = 'user'").fetchall()
    assert len(rows) == 50


def test_a_whole_conversation_can_still_be_read(store: CappedTrackerStore) -> None:
    add(store, SessionStarted())
    for number in range(50):
        add(store, *turn(number))
    full = asyncio.run(store.retrieve_full_tracker("person"))
    assert sum(isinstance(event, UserUttered) for event in full.events) == 50


def test_a_restart_erases_the_rows_before_it(store: CappedTrackerStore, tmp_path: Path) -> None:
    add(store, SessionStarted(), SlotSet("age", 26), *turn(1))
    add(store, Restarted())
    rows = sqlite3.connect(tmp_path / "rasa.db").execute("select type_name from events").fetchall()
    assert rows == [("restart",)]
    assert load(store).get_slot("age") is None


def test_someone_else_is_left_alone(store: CappedTrackerStore) -> None:
    add(store, SessionStarted(), *turn(1))
    assert asyncio.run(store.retrieve("somebody else")) is None


def test_a_full_address_is_taken_as_it_is(tmp_path: Path) -> None:
    store = CappedTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'other.db'}")
    add(store, SessionStarted())
    assert (tmp_path / "other.db").exists()


@pytest.mark.parametrize(("host", "cap", "names"), [("", 100, "url"), ("x.db", 5, "max_events 5")])
def test_unusable_settings_are_refused(host: str, cap: int, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        CappedTrackerStore(DOMAIN, host=host, max_events=cap)


def test_the_action_answer_check_is_rasas_own_only_faster() -> None:
    import jsonschema
    from components import patches
    from rasa.core.actions.action import RemoteAction

    assert RemoteAction._validate_action_result is patches.validate_action_result
    action = RemoteAction("action_answer", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "네"}]})
    with pytest.raises(jsonschema.ValidationError):
        action._validate_action_result({"events": "none", "responses": []})
