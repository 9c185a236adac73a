"""A changed policy is proposed to the editors beside its guide, once; a person must approve it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gateway.build import Building
from knowledge.collectors.proposals import COLLECTOR, propose, watched
from knowledge.collectors.source import Record
from knowledge.guide import parse
from knowledge.revisions.model import Editor, NotAllowed

DAY = date(2026, 11, 22)
GUIDE = "housing-youth-monthly-rent"
FIRST = {"plcyNo": "1", "plcyNm": "청년월세 지원", "plcySprtCn": "월 최대 20만 원", "inqCnt": "7"}


@pytest.fixture
def see(building: Building) -> Callable[..., list[Any]]:
    def seen(**more: Any) -> list[Any]:
        records = building.notices.records
        records.hold("youthcenter")
        records.keep("youthcenter", [Record.of({**FIRST, **more}, ("plcyNo",), counters=("inqCnt",))], None)
        records.release("youthcenter")
        return propose(records, "youthcenter", building.editing, DAY)

    return seen


def test_the_first_version_views_and_unwatched_fields_propose_nothing(see: Callable[..., list[Any]]) -> None:
    assert see() == [] and see(inqCnt="8") == [] and see(etcMttrCn="새 말") == []


def test_a_change_is_proposed_once_and_changes_nothing_by_itself(
    building: Building, see: Callable[..., list[Any]]
) -> None:
    see()
    before = building.editing.laid().layers[GUIDE].text
    (made,) = see(plcySprtCn="월 최대 25만 원")
    assert made.guide_id == GUIDE and made.state == "proposed" and made.author_name == "수집기"
    added = set(made.text.splitlines()) - set(before.splitlines())
    told = "2026-11-22 온통청년 청년정책 기준 지원 내용: 월 최대 25만 원 (전에는: 월 최대 20만 원)"
    assert told in added and len(added) == 2
    assert parse(made.text, "guide").note == f"{parse(before, 'guide').note or ''} {told}.".strip()
    assert building.editing.laid().layers[GUIDE].text == before
    assert see(plcySprtCn="월 최대 25만 원") == []
    building.notices.records.set_proposed("youthcenter", 0)
    assert see(plcySprtCn="월 최대 25만 원") == []


def test_only_a_person_brings_it_into_force(building: Building, see: Callable[..., list[Any]]) -> None:
    see()
    (made,) = see(plcySprtCn="월 최대 25만 원")
    with pytest.raises(NotAllowed):
        building.editing.approve(made.number, COLLECTOR)
    building.editing.approve(made.number, Editor("e1", "편집자", "editor"))
    assert "월 최대 25만 원" in building.editing.laid().layers[GUIDE].text
    (back,) = see()
    assert "월 최대 20만 원 (전에는: 월 최대 25만 원)" in back.text


def test_a_policy_no_guide_bears_is_only_kept(see: Callable[..., list[Any]]) -> None:
    see(plcyNm="어느 안내에도 없는 이름")
    assert see(plcyNm="어느 안내에도 없는 이름", plcySprtCn="새 내용") == []


def test_what_is_watched_is_known(tmp_path: Path) -> None:
    assert set(watched()) == {"youthcenter", "gov24", "bokjiro"}
