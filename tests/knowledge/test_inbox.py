"""The inbox keeps questions and opinions; newest first, of one kind if asked, however many write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.store import open_store
from knowledge.inbox import Inbox

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path: Path, migrated: Path) -> Inbox:
    path = tmp_path / "ieum.db"
    path.write_bytes(migrated.read_bytes())
    return Inbox(open_store(f"sqlite:///{path}").engine, lambda: NOON)


def test_what_was_left_is_listed_newest_first(inbox: Inbox):
    numbers = [inbox.add("prequestion", f"질문 {n}", "k1", "ds-definition") for n in range(3)]
    inbox.add("bad", "아쉬워요", "k1")
    assert numbers == sorted(set(numbers))
    assert [item.question for item in inbox.items("prequestion")] == ["질문 2", "질문 1", "질문 0"]
    assert [item.kind for item in inbox.items(limit=2)] == ["bad", "prequestion"]
    assert inbox.items("prequestion")[0].topic == "ds-definition" and inbox.items("bad")[0].topic is None
    assert inbox.items("good") == []


def test_an_endless_question_is_kept_in_part(inbox: Inbox):
    inbox.add("unanswered", "가" * 10_000, "k1")
    assert len(inbox.items()[0].question) == 4_000


def test_it_survives_the_process(tmp_path: Path, inbox: Inbox):
    inbox.add("good", "고마워요", "k1")
    again = Inbox(open_store(f"sqlite:///{tmp_path / 'ieum.db'}").engine)
    assert again.items()[0].question == "고마워요" and again.items()[0].at.replace(tzinfo=UTC) == NOON


def test_many_leave_something_at_once(inbox: Inbox):
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: inbox.add("good", f"{n}", f"k{n}"), range(40)))
    assert len(set(numbers)) == 40 == len(inbox.items())
