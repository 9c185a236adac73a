"""The report holds every figure, its change and its groups, escapes what people wrote, and loads nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from knowledge.evaluation.landed import Change
from knowledge.evaluation.report import bar, direction, render, shift
from knowledge.evaluation.words import words
from tests.knowledge.evaluation.rows import a_run

PAGE = render(a_run())


def cells(page: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", page, re.S)]


def test_every_figure_is_in_a_cell_with_its_name() -> None:
    run, shown = a_run(), cells(PAGE)
    for name, measured in run.found.items():
        assert words().of_set(name) in PAGE
        for key, value in measured.part.figures.items():
            assert words().figure(key).label in shown and words().figure(key).show(value) in shown
        for figures in measured.part.baselines.values():
            assert {words().figure(key).show(value) for key, value in figures.items()} <= set(shown)
        for groups in measured.part.tables.values():
            for group, figures in groups.items():
                assert words().groups[group] in shown
                values = {words().figure(key).show(value) for key, value in figures.items() if key != "n"}
                assert values <= set(shown)


def test_changes_are_told_in_words_and_not_by_colour_alone() -> None:
    shown = cells(PAGE)
    assert "▲ 나아짐" in shown and "▲ 나빠짐" in shown, "more figures without support are worse"
    assert "80.0%" in shown and "없음" in shown


def test_thresholds_that_were_not_kept_stand_first() -> None:
    first = PAGE[: PAGE.index("<h2")]
    assert "근거 없는 숫자: 2, 0 이하이어야" in first and "answers/retrieval_dev/unsupported" in first
    assert "모든 수치가 문턱을 지켰어요" in render(a_run(missed=()))
    assert "문턱을" not in render(a_run(missed=(), bounded=False))


def test_mistakes_are_listed_and_escaped() -> None:
    assert "달&lt;빛 이용권?" in PAGE and "q&lt;3" in PAGE and "달<빛" not in PAGE


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs() -> None:
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://", PAGE)


def test_every_opened_tag_is_closed_and_every_anchor_exists() -> None:
    open_tags: list[str] = []
    ids: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            ids.update(value for name, value in attrs if name == "id" and value)
            if tag != "meta":
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Reader().feed(PAGE)
    assert open_tags == []
    named = re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', PAGE)
    assert named and set(named) <= ids


@pytest.mark.parametrize(("value", "filled"), [(0.5, 50.0), (1.0, 100.0), (6.125, None)])
def test_only_shares_fill_a_bar(value: float, filled: float | None) -> None:
    assert bar(value) == filled


def test_a_change_grows_from_the_middle() -> None:
    assert shift(Change("a/b/facts", 0.5, 0.55)) == (50, 25)
    assert shift(Change("a/b/facts", 0.5, 0.4)) == (0, 50)
    assert shift(Change("a/b/facts", 0.9, 0.1)) == (0, 50)
    assert shift(Change("a/b/facts", None, 0.1)) is None


@pytest.mark.parametrize(
    ("figure", "now", "said"),
    [("facts", 0.6, "better"), ("facts", 0.4, "worse"), ("answerable_refused", 0.4, "better"), ("lines", 9, "same")],
)
def test_better_depends_on_the_figure(figure: str, now: float, said: str) -> None:
    assert direction(Change(f"a/b/{figure}", 0.5, now)) == said
