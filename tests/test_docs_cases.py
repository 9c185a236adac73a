"""The pages for caseworkers are kept true: what is heard, states, moves, reasons to close, times of alerts."""

from __future__ import annotations

import re
import typing

from casework import moves
from casework.console.words import desk_words
from casework.policy import LEVELS, POLICY_FILE, load_policy
from casework.screening import lexicon
from casework.screening.screen import Screener
from casework.words import words
from tests.doc_pages import DOCS, names, table

CASE = DOCS["docs/a-case-from-report-to-close.md"]


def test_levels_and_kinds_of_danger_are_documented_as_the_console_calls_them() -> None:
    levels = {names(row[0])[0]: row[1] for row in table(CASE.text, "level", "Korean")}
    assert levels == {level: words().level[level] for level in LEVELS}
    kinds = {names(row[0])[0]: row[1] for row in table(CASE.text, "kind", "Korean")}
    assert kinds == {kind: desk_words().kind[kind] for kind in typing.get_args(lexicon.Kind)}


def test_the_examples_of_danger_are_heard_as_what_they_are() -> None:
    screener = Screener()
    heard = {row[2]: (names(row[0])[0], screener.screen(row[2])) for row in table(CASE.text, "kind", "Korean")}
    assert [said for said, (kind, found) in heard.items() if not found.risk or kind not in found.kinds] == []


def test_states_and_their_moves_are_documented() -> None:
    rows = table(CASE.text, "state", "Korean", "means", "moves")
    assert {names(row[0])[0]: row[1] for row in rows} == words().state
    assert {names(row[0])[0]: set(names(row[3])) for row in rows} == {s: set(moves.allowed(s)) for s in words().state}
    assert {names(row[0])[0]: row[1] for row in table(CASE.text, "state", "sentence")} == words().status


def test_the_table_of_moves_is_the_table_of_the_code() -> None:
    rows = table(CASE.text, "move", "Korean", "from", "leads to")
    documented = {names(row[0])[0]: (names(row[2]), next(iter(names(row[3])), None)) for row in rows}
    assert documented == moves.TABLE
    assert {names(row[0])[0]: row[1] for row in rows} == words().move


def test_the_reasons_to_close_are_those_of_the_policy() -> None:
    documented = [(names(row[0])[0], row[1], names(row[2])) for row in table(CASE.text, "reason", "Korean", "from")]
    assert documented == [(r.id, r.label, r.from_) for r in load_policy(POLICY_FILE).close_reasons]


def _minutes(cell: str) -> list[float]:
    """Every time span in a cell, in minutes."""
    units = {"min": 1, "h": 60, "days": 24 * 60}
    return [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (min|h|days)\b", cell)]


def test_the_times_of_the_alerts_page_are_those_of_the_policy() -> None:
    documented = {}
    for level, _, second, everyone, repeats, within in table(
        DOCS["docs/alerts-and-on-call.md"].text, "level", "at once"
    ):
        times = [*_minutes(second), *_minutes(everyone), int(repeats[0]), *_minutes(repeats), *_minutes(within)]
        documented[level.split()[1]] = times
    assert documented == {
        level: [
            *(step.after_minutes for step in rule.steps[1:]),
            *(rule.repeats, rule.repeat_after_minutes, rule.contact_minutes),
        ]
        for level, rule in load_policy(POLICY_FILE).levels.items()
    }
