"""Personal fields lie sealed in the raw files; their keys have names and can be changed while people work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from casework.actor import Actor
from casework.audit import verify
from casework.privacy.vault import VaultError, key_id_of
from gateway import cli
from gateway.build import Building
from gateway.keys import Keys, sealed_columns, vault_of
from gateway.settings import SettingsError, load
from tests.gateway.kit import kept_bytes, key_of, message, say
from tests.gateway.test_faces import asking
from tests.house import KEY

OLD, NEW = "2026a:the-first-named-key", "2027a:the-second-named-key"
MINJI = Actor("S-minji", "민지", "caseworker")
REPORT = {
    "subject": "other", "what": "며칠째 조용해요", "reporter": "neighbour", "consent": True, "name": "김이웃별",
    "contact": "010-2345-6789", "place": "서울 관악구 신림동 98-76 별빛빌라 304호",
}  # fmt: skip
PLANTED = ("김이웃별", "2345-6789", "98-76", "별빛빌라", "5551234567")


async def fill(building: Building) -> str:
    """One report with everything personal, one conversation with an address; the report's case."""
    async with asking(building) as client:
        assert (await client.post("/api/reports", json=REPORT)).status_code == 200
    sent = message("안녕하세요", "person-0123456789abcdef", address={"chat_id": "5551234567"})
    from gateway.turn import Turns

    await Turns(building.house)(sent)
    return building.house.cases.queue()[0].id


@pytest.mark.parametrize("keys", [None, OLD])
async def test_no_planted_word_lies_in_any_file(make_building: Callable[..., Building], keys: str | None):
    building = make_building(field_keys=keys)
    case_id = await fill(building)
    raw = kept_bytes(building.settings.home)
    assert [word for word in PLANTED if word.encode() in raw] == []
    (opened,) = building.house.cases.reveal(case_id, MINJI, "연락하려고")
    assert (opened.name, opened.contact, opened.place) == (REPORT["name"], REPORT["contact"], REPORT["place"])


async def test_keys_are_changed_with_nothing_lost_and_proof(make_building: Callable[..., Building]):
    case_id = await fill(make_building())
    for keys, id in ((OLD, "2026a"), (f"{NEW},{OLD}", "2027a")):
        building = make_building(field_keys=keys)
        chore = Keys(building.store, vault_of(building.settings), building.house.now)
        told: set[tuple[str, int, int]] = set()
        done, lost = chore.rotate(lambda *step, told=told: told.add(step))
        assert done == 4 and lost == 0 and ("reports.name_sealed", 1, 1) in told
        assert {key for counts in chore.counts().values() for key in counts} == {id}
        assert chore.rotate() == (0, 0) and verify(building.store) is None
    building = make_building(field_keys=NEW)
    assert building.house.cases.reveal(case_id, MINJI, "연락")[0].contact == REPORT["contact"]
    key = key_of(building, message("", "person-0123456789abcdef"))
    assert building.house.conversations.address(key) == ("web", {"chat_id": "5551234567"})


async def test_a_field_of_a_missing_key_is_counted_and_left(make_building: Callable[..., Building]):
    case_id = await fill(make_building(field_keys=OLD))
    building = make_building(field_keys=NEW)
    assert Keys(building.store, vault_of(building.settings), building.house.now).rotate() == (0, 4)
    with pytest.raises(VaultError, match="2026a"):
        building.house.cases.reveal(case_id, MINJI, "연락")


def test_every_sealed_column_is_known_by_its_name():
    named = {f"{table.name}.{column.name}" for table, column in sealed_columns()}
    assert {"reports.name_sealed", "reports.contact_sealed", "reports.place_sealed", "alerts.target_sealed",
            "report_photos.data_sealed", "reports.person_contact_sealed", "conversations.address"} <= named  # fmt: skip


@pytest.mark.parametrize(
    ("given", "named"),
    [("short:abc", "short"), ("no-colon-anywhere-here", "1번째"), (f"{OLD},{OLD}", "2026a"),
     ("Bad Id:0123456789abcdef", "1번째"),
     (f"{OLD},:0123456789abcdefg", "2번째")],
)  # fmt: skip
def test_a_badly_written_key_stops_the_start_and_shows_no_secret(
    given: str, named: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IEUM_FIELD_KEYS", given)
    with pytest.raises(SettingsError, match="IEUM_FIELD_KEYS") as refused:
        load()
    assert named in str(refused.value)
    assert not [part for part in ("the-first-named-key", "0123456789abcdef", "abc") if part in str(refused.value)]


async def test_the_commands_list_and_rotate(make_building: Callable[..., Building], monkeypatch: pytest.MonkeyPatch):
    building = make_building()
    await fill(building)
    monkeypatch.setenv("IEUM_HOME", str(building.settings.home))
    monkeypatch.setenv("IEUM_SECRET_KEY", KEY)
    run = CliRunner()
    assert "IEUM_SECRET_KEY" in run.invoke(cli.app, ["keys", "list"]).output
    monkeypatch.setenv("IEUM_FIELD_KEYS", OLD)
    assert "4칸을" in run.invoke(cli.app, ["keys", "rotate"]).output
    assert "2026a" in run.invoke(cli.app, ["keys", "list"]).output
    monkeypatch.setenv("IEUM_FIELD_KEYS", NEW)
    assert "열쇠가 없어요" in run.invoke(cli.app, ["keys", "list"]).output
    assert run.invoke(cli.app, ["keys", "rotate"]).exit_code == 2


async def test_what_is_written_meanwhile_is_left_as_it_was_written(make_building: Callable[..., Building]):
    await fill(make_building())
    building = make_building(field_keys=OLD)
    chore = Keys(building.store, vault_of(building.settings), building.house.now)
    with building.store.reading() as session:
        stale = [tuple(row) for row in session.execute(text("SELECT id, name_sealed FROM reports"))]
    with building.store.session() as session:
        session.execute(text("UPDATE reports SET name_sealed = NULL"))
    table, column = next(pair for pair in sealed_columns() if pair[1].name == "name_sealed")
    assert chore._renew("reports.name_sealed", (table.c.id,), column, stale) == (0, 0)
    assert key_id_of(stale[0][1]) == "" and await say(building, "안녕하세요")
