"""The freshness report on the screen and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, select_autoescape
from rich.table import Table

from knowledge.freshness import Kind, Report, rules

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(default=True)
)


def tables(report: Report) -> list[Table]:
    """The guides by age, the findings by kind, and every finding."""
    ages = Table("기준일", "안내", title=f"안내 {report.guides}건 ({report.today.isoformat()})")
    for name, number in by_age(report):
        ages.add_row(name, str(number))
    kinds, whole = Table("살펴볼 것", "건수"), Table("안내", "살펴볼 것", "내용")
    for kind in get_args(Kind):
        kinds.add_row(rules().words[kind], str(sum(finding.kind == kind for finding in report.findings)))
    for finding in report.findings:
        whole.add_row(finding.guide, rules().words[finding.kind], finding.detail)
    return [ages, kinds, whole]


def by_age(report: Report) -> list[tuple[str, int]]:
    """Group names as people read them, and how many guides each holds."""
    last = rules().ages[-1]
    return [(f"{name}개월 안" if name else f"{last}개월 넘음", number) for name, number in report.ages.items()]


def page(report: Report) -> str:
    """The report as one HTML page that needs no other file."""
    return _PAGES.get_template("freshness.html").render(report=report, ages=by_age(report), words=rules().words)
