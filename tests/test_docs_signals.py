"""docs/crisis-signals.md is kept true: kinds, grounds, columns, bars and figures are those of the rules."""

from __future__ import annotations

import io

from casework.signals.csv_file import open_csv
from casework.signals.rules import rules
from tests.doc_pages import DOCS, names, table

PAGE = DOCS["docs/crisis-signals.md"]


def test_every_kind_is_documented_with_its_figures_and_no_other() -> None:
    rows = table(PAGE.text, "kind", "Korean", "field", "points")
    documented = {names(row[0])[0]: row[1:] for row in rows}
    assert documented == {
        id: [
            kind.label, rules().groups[kind.group].label, f"{kind.weight:g}", str(kind.half_life_days),
            str(kind.ends_days), "yes" if kind.sensitive else "", kind.origin,
        ]
        for id, kind in rules().kinds.items()
    }  # fmt: skip


def test_the_grounds_and_bars_are_those_of_the_rules() -> None:
    grounds = {names(row[0])[0]: row[1:] for row in table(PAGE.text, "basis", "ground", "sensitive too")}
    assert grounds == {id: [one.label, "yes" if one.sensitive else ""] for id, one in rules().bases.items()}
    bars = [[names(row[0])[0], *row[1:]] for row in table(PAGE.text, "level", "score", "kinds", "fields")]
    assert bars == [[one.level, f"{one.score:g}", str(one.kinds), str(one.groups)] for one in rules().propose.levels]


def test_the_columns_and_the_example_are_read_by_the_code() -> None:
    rows = table(PAGE.text, "field", "names", "is")
    assert {names(row[0])[0]: tuple(names(row[1])) for row in rows} == rules().columns
    example = PAGE.blocks[0][1]
    header, lines = open_csv(io.BytesIO(example.encode()), rules())
    assert set(header.fields) == set(rules().columns)
    kinds = [rules().kind_named(str((row.fields or {})["kind"])) for row in lines]
    assert kinds == ["power_cut", "health_insurance_arrears"]


def test_the_figures_of_the_score_are_those_of_the_rules() -> None:
    score, text = rules().score, PAGE.text
    for said in (
        f"the second {score.repeat_share:g} of its points", ", ".join(f"{points:g}" for points in score.stacked),
        f"adds {score.report.weight:g} points, half as many every {score.report.half_life_days} days",
        f"The score ends at {score.most};", f"less than {score.live_points:g} point left",
        f"comes {rules().propose.again_after_days} days after",
        f"destroyed {rules().retention.keep_days} days after",
    ):  # fmt: skip
        assert said in text, said
