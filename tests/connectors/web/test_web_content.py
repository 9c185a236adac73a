"""The page's words are data: well-formed, only known help lines, consents as the law wants, no forbidden sentence."""

from __future__ import annotations

import copy

import pytest
import yaml
from pydantic import ValidationError

from connectors.web.consent import Consent, consent_words
from connectors.web.content import DATA, PageWords, numbers_for, page_words

KNOWN_LINES = {"119", "112", "109", "129", "1577-0199", "1366", "1577-1389", "1388"}
NEVER_SAID = ("비밀", "반드시", "꼭 지원", "다 알아요", "다들 힘들", "부모님 생각", "극단적", "시간 안에")


def read(name: str) -> dict:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def test_only_known_help_lines_are_shown() -> None:
    assert {number.tel for number in page_words().numbers} == KNOWN_LINES


def test_words_promise_nothing_and_blame_nobody() -> None:
    texts = (DATA / "page.yaml").read_text(encoding="utf-8") + (DATA / "consent.yaml").read_text(encoding="utf-8")
    assert [phrase for phrase in NEVER_SAID if phrase in texts] == []


def test_lines_fit_what_was_heard() -> None:
    assert [n.tel for n in numbers_for(())] == ["119", "112", "109", "129"]
    assert "1366" in [n.tel for n in numbers_for(("domestic_violence",))]
    assert "1366" not in [n.tel for n in numbers_for(("lonely_death",))]


@pytest.mark.parametrize(
    ("name", "value"),
    [("urgent", ["999"]), ("examples", ["하나예요"]), ("greeting", " "), ("colour", "파랑"), ("numbers", [])],
)
def test_a_broken_page_file_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        PageWords.model_validate(read("page.yaml") | {name: value})


def test_consents_are_three_apart_and_tell_what_the_law_asks() -> None:
    boxes = {box.field: [item.name for item in box.items] for box in consent_words().boxes}
    four = ["목적", "항목", "기간", "거부할 권리"]
    assert boxes == {"consent": four, "consent_sensitive": four, "consent_share": ["받는 곳", *four]}


def test_a_consent_that_leaves_something_out_is_refused() -> None:
    for box in range(3):
        broken = copy.deepcopy(read("consent.yaml"))
        del broken["boxes"][box]["items"][-1]
        with pytest.raises(ValidationError, match="거부할 권리"):
            Consent.model_validate(broken)
    with pytest.raises(ValidationError, match="하나씩"):
        Consent.model_validate(read("consent.yaml") | {"boxes": read("consent.yaml")["boxes"][:2]})
