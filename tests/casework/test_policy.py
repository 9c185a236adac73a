from pathlib import Path

import pytest

from casework.escalation.wording import AlertTexts, alert_texts
from casework.moves import OPEN_STATES
from casework.policy import LEVELS, POLICY_FILE, PolicyError, PolicySource, load_policy, rank, rule_of
from casework.words import words

SHIPPED = POLICY_FILE.read_text(encoding="utf-8")


def test_the_shipped_policy_is_sound():
    source = PolicySource()
    delays = [source.rule(level).contact_minutes for level in LEVELS]
    assert delays == sorted(delays), "the worse the level, the sooner a person must be reached"
    assert [rank(level) for level in LEVELS] == [2, 1, 0]
    assert not source.reachable()
    assert {state for reason in source.policy.close_reasons for state in reason.from_} <= set(OPEN_STATES)


def test_a_snapshot_reads_back_even_with_words_of_a_later_version():
    rule = PolicySource().rule("high")
    assert rule_of({**rule.model_dump(mode="json"), "later": 1}, "high") == rule


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("version: 1", "version: 2", "version"),
        ("- {after_minutes: 0, to: 0}", "- {after_minutes: 5, to: 0}", "after_minutes"),
        ("to: all", "to: everyone", "everyone"),
        ("contact_minutes: 15", "contact_minutes: -1", "contact_minutes"),
        ("  emergency:", "  panic:", "panic"),
        ("from: [contacted, linked]", "from: [lost]", "lost"),
        ("repeats: 2", "repeats: 2\n    extra: 1", "extra"),
        ("levels:", "levels: [", "YAML"),
    ],
)
def test_a_faulty_policy_names_its_fault(tmp_path: Path, old: str, new: str, named: str):
    path = tmp_path / "policy.yaml"
    path.write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(PolicyError, match=named):
        load_policy(path)


def test_a_missing_level_and_a_missing_file_are_named(tmp_path: Path):
    with pytest.raises(PolicyError, match=r"없어요.*policy"):
        load_policy(tmp_path / "policy.yaml")
    with pytest.raises(ValueError, match="panic"):
        PolicySource().rule("panic")


def test_every_value_has_its_korean_word():
    assert set(words().state) == {*OPEN_STATES, "closed"} == set(words().status) - {"withdrawn"}
    assert set(words().level) == set(LEVELS)


def test_alert_texts_refuse_slots_a_person_could_slip_into():
    data = alert_texts().model_dump()
    with pytest.raises(ValueError, match="contact"):
        AlertTexts.model_validate({**data, "first": "{contact}에게"})
