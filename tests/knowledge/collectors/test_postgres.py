"""The records on each database: kept once, versions in order, one owner."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from casework.store import open_store
from knowledge.base import Base
from knowledge.collectors.source import Record
from knowledge.collectors.store import Busy
from knowledge.collectors.tables import ProgressRow, RecordRow
from tests.casework.kit import database, kinds
from tests.knowledge.collectors.kit import records_of


def _record(key: str, name: str) -> Record:
    return Record.of({"key": key, "name": name, "odd": "\x00가"}, ("key",))


@pytest.mark.parametrize("kind", kinds())
def test_versions_are_kept_once_and_in_order(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as url:
        store = open_store(url)
        Base.metadata.create_all(store.engine, tables=[RecordRow.__table__, ProgressRow.__table__])  # type: ignore[list-item]
        with store.session() as session:
            session.execute(delete(RecordRow))
            session.execute(delete(ProgressRow))
        one, other = records_of(store), records_of(store)
        one.hold("lh")
        with pytest.raises(Busy):
            other.hold("lh")
        assert one.keep("lh", [_record("a", "처음"), _record("b", "처음"), _record("a", "처음")], {"page": 2}) == 2
        assert one.keep("lh", [_record("a", "나중")], None) == 1
        assert [kept.body["name"] for kept in one.current("lh")] == ["처음", "나중"]
        place = one.mark("lh")[1]
        assert one.keep("lh", [_record("a", "처음")], None) == 0
        (back,) = one.seen_after("lh", place)
        assert back.body["name"] == "처음"
        before = one.before("lh", "a", back.id)
        assert before is not None and before.body["name"] == "나중"
        one.release("lh")
        assert other.hold("lh").cursor is None
        store.engine.dispose()
