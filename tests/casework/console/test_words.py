"""The desk has a word for everything the ledger and screening can say."""

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
import yaml

import casework.console
from casework.console.port import Author
from casework.console.times import span
from casework.console.words import WORDS_FILE, DeskWords, desk_words
from casework.escalation.port import RouteKind
from casework.moves import TABLE
from casework.screening.lexicon import Kind

ROOM = Path(casework.console.__file__).parent


def test_every_kind_route_author_and_move_has_a_word():
    words = desk_words()
    assert set(get_args(Kind)) <= set(words.kind)
    assert set(get_args(RouteKind)) == set(words.route)
    assert set(get_args(Author)) == set(words.author)
    assert set(TABLE) <= set(words.done)
    assert {"heard", "report", "message", "move", "note", "reveal", "clock", "alert"} <= set(words.entry)
    assert {"pending", "delivered", "failed", "stopped"} == set(words.alert)


def test_the_word_file_is_checked():
    given = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="colour"):
        DeskWords.model_validate({**given, "colour": {}})


@pytest.mark.parametrize(
    ("length", "words"),
    [
        ({"seconds": 20}, "1분 안"), ({"minutes": 12}, "12분"), ({"minutes": 60}, "1시간"),
        ({"minutes": 185}, "3시간 5분"),
        ({"days": 2, "hours": 4}, "2일 4시간"), ({"days": 3}, "3일"), ({"minutes": -5}, "5분"),
    ],
)  # fmt: skip
def test_lengths_of_time_in_words(length: dict, words: str):
    assert span(timedelta(**length)) == words


def test_templates_hold_no_inline_script_or_style():
    for template in (ROOM / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|<[^>%]*\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text), (
            template.name
        )
