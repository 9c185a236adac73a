"""A figure is one amount or one range, in a known unit."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from knowledge.figure import Figure


def figure(**fields: object) -> Figure:
    return Figure.model_validate({"label": "월 지원액", "unit": "원", **fields})


def test_an_amount_or_a_range_is_enough():
    assert figure(amount=200_000, per="월").values == (200_000,)
    assert figure(min=100, max=200).values == (100, 200)
    assert figure(max=200).values == (200,)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"amount": 1, "max": 2},
        {"min": 3, "max": 2},
        {"amount": 1, "unit": "만원"},
        {"amount": 1, "per": "달"},
        {"amount": 1, "label": ""},
        {"amount": 1, "from": "2026-02-01", "to": "2026-01-01"},
        {"amount": "스무 살"},
        {"amount": 1, "note": "x"},
    ],
)
def test_what_is_neither_is_refused(wrong: dict[str, object]):
    with pytest.raises(ValidationError):
        figure(**wrong)


def test_a_figure_says_between_which_days_it_holds():
    held = figure(amount=1, **{"from": "2026-01-01", "to": "2026-12-31"})
    assert (held.from_.isoformat(), held.to.isoformat()) == ("2026-01-01", "2026-12-31")
