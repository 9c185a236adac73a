"""A reply survives being stored: what goes in comes out, whatever it says."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.message import Button, Citation, Part, Reply, Risk
from gateway.wire import part_from_json, part_to_json, reply_from_json, reply_to_json

WORDS = st.text(max_size=20)
MAYBE = st.none() | WORDS.filter(bool)
PARTS = st.builds(
    Part,
    WORDS,
    st.lists(st.builds(Citation, WORDS, WORDS, WORDS, MAYBE, WORDS), max_size=2).map(tuple),
    st.lists(st.builds(Button, WORDS, WORDS, MAYBE), max_size=2).map(tuple),
)
RISKS = st.none() | st.builds(Risk, WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple))
REPLIES = st.builds(Reply, st.lists(PARTS, max_size=3).map(tuple), MAYBE, RISKS, MAYBE)


@given(REPLIES)
def test_a_stored_reply_is_the_same_reply(reply: Reply):
    assert reply_from_json(json.loads(json.dumps(reply_to_json(reply)))) == reply


@given(PARTS)
def test_a_stored_bubble_is_the_same_bubble(part: Part):
    assert part_from_json(json.loads(json.dumps(part_to_json(part)))) == part


@pytest.mark.parametrize("data", [{}, {"text": None}, {"text": "네", "citations": None, "buttons": None, "more": 1}])
def test_a_bubble_of_another_version_is_read(data: dict):
    assert part_from_json(data) == Part(str(data.get("text") or ""))
