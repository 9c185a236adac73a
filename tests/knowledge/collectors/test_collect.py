"""Every source over 5,000 records with faults; quotas, refusals, leases, increments."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.collectors.collect import midnight
from knowledge.collectors.sources import SOURCES
from knowledge.collectors.store import Busy
from tests.fakes.public_data import PublicData
from tests.fakes.public_data_rows import rows
from tests.knowledge.collectors.kit import NOW, records_of, run, store_at, versions

FAULTS = {2: "html", 3: "05", 5: "cut", 7: "504", 8: "23", 10: "reset", 12: "html", 13: "cut", 14: "23"}
MANY = 5_000


def _different(found: dict[str, list[dict]]) -> int:
    return len({(path, str(row)) for path, listed in found.items() for row in listed})


@pytest.mark.parametrize("name", SOURCES)
async def test_five_thousand_records_with_faults_are_complete_and_kept_once(name: str, tmp_path: Path) -> None:
    found = rows(name, MANY)
    store = store_at(tmp_path)
    done = await run(PublicData(found, FAULTS), name, records_of(store))
    assert done.trouble is None
    kept = versions(store)
    assert len(kept) == len(set(kept)) == done.new == _different(found) >= MANY
    assert done.records > done.new  # some came twice


async def test_an_answer_that_never_comes_is_asked_for_again(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    fake = PublicData(rows("lh", 10), {1: "hang"})
    done = await run(fake, "lh", records_of(store), patience=1.0)
    assert done.trouble is None and len(versions(store)) == 10
    assert len(fake.asked) >= 2


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize(("fault", "told"), [("30", "등록되지 않은 열쇠"), ("31", "기한이 지난 열쇠")])
async def test_a_refused_key_stops_at_once_and_keeps_what_was_read(
    name: str, fault: str, told: str, tmp_path: Path
) -> None:
    store, found = store_at(tmp_path), rows(name, 1_000)
    fake = PublicData(found, {2: fault})
    done = await run(fake, name, records_of(store))
    assert done.trouble and told in done.trouble
    assert len(fake.asked) == 2 and len(versions(store)) == done.new > 0
    again = await run(PublicData(found), name, records_of(store))
    assert again.trouble is None and len(versions(store)) == _different(found)


@pytest.mark.parametrize("fault", ["22", "quota"])
async def test_a_used_up_quota_waits_for_midnight_in_seoul(fault: str, tmp_path: Path) -> None:
    store, found = store_at(tmp_path), rows("bokjiro", 1_000)
    done = await run(PublicData(found, {2: fault}), "bokjiro", records_of(store))
    assert done.trouble and "한도" in done.trouble
    fake = PublicData(found)
    waiting = await run(fake, "bokjiro", records_of(store))
    assert waiting.trouble and "11-23 00:00" in waiting.trouble and fake.asked == []
    later = midnight(NOW)
    assert later - NOW == timedelta(hours=12)
    assert (await run(fake, "bokjiro", records_of(store, later), later)).trouble is None
    assert len(versions(store)) == _different(found)
    assert fake.asked[0][1]["pageNo"] == "2"  # goes on where it stopped


async def test_a_source_that_stays_broken_is_told_after_some_tries(tmp_path: Path) -> None:
    fake = PublicData(rows("gov24", 10), dict.fromkeys(range(1, 20), "html"))
    done = await run(fake, "gov24", records_of(store_at(tmp_path)))
    assert done.trouble and "HTML" in done.trouble and len(fake.asked) == 4


@pytest.mark.parametrize(("name", "told"), [("lh", "30"), ("gov24", "유효하지 않은 인증키"), ("youthcenter", "30")])
async def test_a_wrong_key_is_told(name: str, told: str, tmp_path: Path) -> None:
    import asyncio
    from dataclasses import replace

    from knowledge.collectors.collect import collect
    from knowledge.collectors.sources import source
    from tests.fakes.http_server import serving
    from tests.knowledge.collectors.kit import access, client

    async with serving(PublicData({})) as base:
        wrong = replace(access(base), key="다른 열쇠", youth_key="x")
        records = records_of(store_at(tmp_path))
        done = await asyncio.to_thread(collect, source(name, wrong), client(), records, lambda: NOW)
    assert done.trouble and told in done.trouble


async def test_the_next_pass_asks_only_for_what_is_new_and_keeps_changes_beside(tmp_path: Path) -> None:
    store, found = store_at(tmp_path), rows("g2b", 60)
    await run(PublicData(found), "g2b", records_of(store))
    before = len(versions(store))
    changed = found["g2b/getBidPblancListInfoServc"][0]
    changed["bidNtceNm"], changed["_at"] = "이름이 바뀐 공고", "202611230900"
    tomorrow = NOW + timedelta(days=1)
    fake = PublicData(found)
    done = await run(fake, "g2b", records_of(store, tomorrow), tomorrow)
    assert done.new == 1 and len(versions(store)) == before + 1
    assert fake.asked[0][1]["inqryBgnDt"] == "202611211200"  # a day before the last pass began
    current = {one.key: one for one in records_of(store).current("g2b")}
    assert len(current) == before
    assert current[f"{changed['bidNtceNo']}-000"].body["bidNtceNm"] == "이름이 바뀐 공고"


async def test_long_ranges_are_asked_in_windows(tmp_path: Path) -> None:
    store, fake = store_at(tmp_path), PublicData(rows("g2b", 300))
    assert (await run(fake, "g2b", records_of(store), days=90)).trouble is None
    assert len({given["inqryBgnDt"] for _, given in fake.asked}) == 4


def test_two_processes_never_collect_one_source(tmp_path: Path) -> None:
    store = store_at(tmp_path)
    one, other = records_of(store), records_of(store)
    one.hold("lh")
    with pytest.raises(Busy):
        other.hold("lh")
    other.hold("gov24")
    late = records_of(store, NOW + timedelta(hours=1))
    late.hold("lh")
    with pytest.raises(Busy):
        one.keep("lh", [], None)
    late.release("lh")
    other.hold("lh")
