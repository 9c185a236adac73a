"""The rules are checked data; a bad value is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from casework.console.words import desk_words
from casework.signals.households import SHOWN
from casework.signals.rules import FILE, Rules, RulesError, load

SHIPPED = yaml.safe_load(FILE.read_text(encoding="utf-8"))
ACT = (
    "단전", "단수", "가스 중단", "위기 학생", "건강보험료 체납", "기초생활보장 탈락·중지", "긴급복지 탈락·중지",
    "시설 입소 거절", "시설 퇴소", "금융 연체", "통신비 체납", "공공임대 임대료 체납", "공동주택 관리비 체납",
    "집합건물 관리비 체납", "노후긴급자금 대부", "자살예방·정신건강센터 통보",
)  # fmt: skip
"""What 사회보장급여법 제9조의2 and 제12조 name, but for telephone numbers, which are no signal of a household."""


def test_every_indicator_of_the_act_is_there(shipped: Rules):
    law = {kind.label for kind in shipped.kinds.values() if kind.origin == "law"}
    assert set(ACT) <= law


def test_kinds_are_found_by_id_and_by_name(shipped: Rules):
    for id, kind in shipped.kinds.items():
        assert shipped.kind_named(id) == shipped.kind_named(f" {kind.label} ") == id
    assert shipped.kind_named("없는 것") is None


def test_what_is_about_health_or_violence_is_marked_sensitive(shipped: Rules):
    assert all(kind.sensitive for kind in shipped.kinds.values() if kind.group == "health")
    assert shipped.kinds["domestic_violence"].sensitive and shipped.kinds["child_abuse_record"].sensitive


def test_the_console_has_words_for_every_list_and_link():
    assert {*SHOWN, "report", "building", "proposal"} == set(desk_words().signals)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("kinds", "power_cut", "weight"), -1, "kinds.power_cut.weight"),
        (("kinds", "power_cut", "group"), "moon", "kinds.power_cut.group"),
        (("kinds", "power_cut", "case_kind"), "ghost", "kinds.power_cut.case_kind"),
        (("kinds", "power_cut", "ends_days"), 1000, "kinds.power_cut.ends_days"),
        (("kinds", "power_cut", "colour"), "red", "kinds.power_cut.colour"),
        (("kinds", "power_cut", "label"), "단수", "label이 겹쳐요"),
        (("score", "repeat_share"), 1, "score.repeat_share"),
        (("score", "stacked"), [0, 5, 3], "stacked"),
        (("propose", "levels"), [], "propose.levels"),
        (("retention", "keep_days"), 1826, "retention.keep_days"),
        (("version",), 2, "version"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, path: tuple[str, ...], value: object, named: str):
    changed = yaml.safe_load(yaml.safe_dump(SHIPPED))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    file = tmp_path / "signals.yaml"
    file.write_text(yaml.safe_dump(changed), encoding="utf-8")
    with pytest.raises(RulesError, match=named):
        load(file)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"version: 1"])
def test_a_broken_file_is_an_error_of_the_file(tmp_path: Path, content: bytes):
    (tmp_path / "s.yaml").write_bytes(content)
    with pytest.raises(RulesError, match=r"s\.yaml"):
        load(tmp_path / "s.yaml")
    with pytest.raises(RulesError, match=r"none\.yaml"):
        load(tmp_path / "none.yaml")
