"""The retention policy is checked, and agrees with what people are told when they consent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from casework.screening.examples import KINDS
from connectors.web.consent import consent_words
from gateway.forgetting import KEPT
from gateway.retention import policy
from gateway.retention.policy import DEFAULT_FILE, FIVE_YEARS, RetentionError, load
from gateway.settings import ROOT

SHIPPED = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))


def test_no_case_is_kept_longer_than_consent_promises():
    told = [item.text for box in consent_words().boxes for item in box.items if item.name == "기간"]
    assert len(told) == 3
    years = [int(re.search(r"길어도 (\d+)년", text)[1]) for text in (*told, KEPT)]  # type: ignore[index]
    assert load().case_days.longest <= min(years) * 365 <= FIVE_YEARS


def test_chat_is_kept_no_longer_than_the_page_says():
    page = (ROOT / "connectors" / "web" / "templates" / "chat.html").read_text(encoding="utf-8")
    (days,) = re.findall(r"대화는 (\d+)일이 지나면 지워져요", page)
    keep = load().keep_days
    assert {keep.chat_lines, keep.events, keep.dialogue_memory, keep.waiting_replies} == {int(days)}


def test_every_kind_of_case_in_it_is_one_that_screening_knows():
    assert set(load().case_days.kinds) <= set(KINDS)


def test_a_case_of_several_kinds_follows_the_longest_and_a_drill_its_own():
    days = load().case_days
    assert days.of(["debt"], False) == days.default < days.of(["debt", "suicide"], False) == days.kinds["suicide"]
    assert days.of(["suicide"], True) == days.drill


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("case_days", "default"), 1826, "case_days.default"),
        (("case_days", "kinds", "suicide"), 3650, "case_days.kinds.suicide"),
        (("keep_days", "chat_lines"), 0, "keep_days.chat_lines"),
        (("keep_days", "chat_lines"), "30", "keep_days.chat_lines"),
        (("keep_days", "photos"), 3, "keep_days.photos"),
        (("version",), 2, "version"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, path: tuple[str, ...], value: object, named: str):
    changed = yaml.safe_load(yaml.safe_dump(SHIPPED))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    file = tmp_path / "retention.yaml"
    file.write_text(yaml.safe_dump(changed), encoding="utf-8")
    with pytest.raises(RetentionError, match=named):
        load(file)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"version: 1"])
def test_a_broken_file_is_an_error_of_the_file(tmp_path: Path, content: bytes):
    (tmp_path / "r.yaml").write_bytes(content)
    with pytest.raises(RetentionError, match=r"r\.yaml"):
        load(tmp_path / "r.yaml")
    with pytest.raises(RetentionError, match=r"none\.yaml"):
        policy.load(tmp_path / "none.yaml")
