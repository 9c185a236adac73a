"""Dates and sums as notices write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from knowledge.bids.values import texts, when, won


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-09-30 10:00:00", (2026, 9, 30, 10, 0)),
        ("202609301430", (2026, 9, 30, 14, 30)),
        ("20260930", (2026, 9, 30, 0, 0)),
        ("2026/9/3", (2026, 9, 3, 0, 0)),
        ("2026. 12. 1.(화) 14:00", (2026, 12, 1, 14, 0)),
        ("2026년 11월 3일 오후 2시", (2026, 11, 3, 14, 0)),
        ("'26. 9. 30. 오전 10시", (2026, 9, 30, 10, 0)),
        ("2026-09-30T18:00", (2026, 9, 30, 18, 0)),
    ],
)
def test_dates(told: str, at: tuple[int, ...]) -> None:
    assert when(told) == datetime(*at)  # noqa: DTZ001


@pytest.mark.parametrize("told", ["", None, "추후 공지", "2026-13-40", "99999999", {}, 12])
def test_no_date_is_none(told: object) -> None:
    assert when(told) is None


@pytest.mark.parametrize(
    ("told", "sum_"),
    [
        ("110,000,000원", 110_000_000), (5_000, 5_000), ("1억 1천만원", 110_000_000), ("금110백만원", 110_000_000),
        ("3억 5,000만원(부가세 포함)", 350_000_000), ("300,000천원", 300_000_000), ("1.5억", 150_000_000),
        ("0", None), ("", None), (None, None), ("협의", None), (True, None), (-3, None),
    ],
)  # fmt: skip
def test_sums(told: object, sum_: int | None) -> None:
    assert won(told) == sum_


def test_texts_of_any_field() -> None:
    assert texts(["  가  나 ", None, {"x": "다"}, ["라"], 3]) == ["가 나", "다", "라", "3"]
