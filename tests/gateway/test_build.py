"""Building the house: who is on call, which settings hold, and what a second start finds."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from casework.escalation.roster import RosterError
from casework.policy import PolicyError
from gateway.build import build, roster_of, setting_reader
from gateway.settings import Settings, SettingsError, load
from tests.gateway.kit import NEIGHBOUR, say
from tests.knowledge import guides

Make = Callable[..., Any]


def test_nobody_is_on_call_without_a_setting(make_settings: Make):
    assert not roster_of(make_settings()).reachable()


def test_the_alert_settings_make_one_contact_with_every_route(make_settings: Make):
    told = {
        "alert_telegram_chat": "4242",
        "alert_email_to": "a@example.org",
        "alert_webhook_url": "https://a.example/h",
    }
    (contact,) = roster_of(make_settings(**told)).who(0)
    assert [(route.kind, route.target) for route in contact.routes] == [
        ("telegram", "4242"), ("email", "a@example.org"), ("webhook", "https://a.example/h"),
    ]  # fmt: skip


def test_a_roster_file_stands_above_the_alert_settings(make_settings: Make, tmp_path: Path):
    path = tmp_path / "roster.yaml"
    path.write_text("contacts: [{id: hana, name: 하나, email: hana@example.org}]\nsteps: [{contacts: [hana]}]\n")
    (contact,) = roster_of(make_settings(roster_file=path, alert_telegram_chat="4242")).who(0)
    assert contact.id == "hana"


@pytest.mark.parametrize(("setting", "error"), [("roster_file", RosterError), ("policy_file", PolicyError)])
def test_an_unusable_file_stops_the_building_by_name(make_settings: Make, tmp_path: Path, setting: str, error: type):
    with pytest.raises(error, match=r"gone\.yaml"):
        build(make_settings(**{setting: tmp_path / "gone.yaml"}))


def test_an_unknown_setting_cannot_be_read(make_settings: Make):
    with pytest.raises(AttributeError):
        setting_reader(make_settings())("no_such_setting")


async def test_a_second_start_finds_what_the_first_one_kept(make_settings: Make):
    first = build(make_settings())
    reply = await say(first, NEIGHBOUR)
    first.store.engine.dispose()
    again = build(make_settings())
    assert [case.receipt for case in again.house.cases.queue()] == [reply.receipt]


def test_guides_laid_over_the_shipped_ones_are_read_too(make_settings: Make, home: Path):
    guides.write(home / "guides", guides.text())
    assert "moon-voucher" in build(make_settings()).catalog()


def test_the_key_is_made_once_and_only_its_owner_may_read_it(home: Path, guides_dir: Path):
    def made() -> bytes:
        return Settings(_env_file=None, home=home, guides_dir=guides_dir).key  # type: ignore[call-arg]

    first = made()
    assert len(first) >= 32 and made() == first
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_both_spellings_of_postgresql_are_taken(make_settings: Make, url: str):
    assert make_settings(database_url=url).database == "postgresql+psycopg://u@h/d"


def test_the_public_address_has_no_slash_at_its_end(make_settings: Make):
    assert make_settings(public_url="https://a.example/").base_url == "https://a.example"
    assert make_settings(public_url="", port=8123).base_url == "http://127.0.0.1:8123"


BAD = {"port": 0, "embeddings": "word2vec", "clock_seconds": 0, "telegram_mode": "pigeon", "kakao_budget_seconds": 9}


@pytest.mark.parametrize(("name", "value"), BAD.items())
def test_a_setting_out_of_its_range_is_refused_by_name(
    make_settings: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: object
):
    with pytest.raises(ValidationError, match=name):
        make_settings(**{name: value})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"IEUM_{name.upper()}", str(value))
    with pytest.raises(SettingsError, match=f"IEUM_{name.upper()}"):
        load()
