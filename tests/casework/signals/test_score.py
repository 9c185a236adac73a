"""The score: bounded, never lowered by knowing more, and the sum of its explained parts."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casework.signals.rules import rules
from casework.signals.score import Known, score

TODAY = date(2026, 3, 2)
RULES = rules()
ages = st.integers(0, 900)
signal = st.builds(
    lambda kind, days, months: Known(kind, TODAY - timedelta(days=days), months),
    st.sampled_from(sorted(RULES.kinds)), ages, st.none() | st.integers(1, 60),
)  # fmt: skip
signals = st.lists(signal, max_size=40)
reported = st.none() | st.builds(lambda days: TODAY - timedelta(days=days), ages)


@given(signals, reported)
def test_the_parts_sum_to_a_score_between_nothing_and_the_most(known: list[Known], on: date | None):
    result = score(known, on, TODAY, RULES)
    assert sum(part.points for part in result.parts) == result.points
    assert 0 <= result.points <= RULES.score.most * 10
    assert all(part.text and (part.points > 0 or part.name in ("limit", "quiet")) for part in result.parts)
    assert result.reported is (on is not None)


@given(signals, signal, reported)
def test_one_more_signal_never_lowers_it(known: list[Known], more: Known, on: date | None):
    assert score([*known, more], on, TODAY, RULES).points >= score(known, on, TODAY, RULES).points


@given(signals, reported)
def test_a_report_never_lowers_it(known: list[Known], on: date | None):
    assert score(known, on, TODAY, RULES).points >= score(known, None, TODAY, RULES).points


@given(signals, st.integers(0, 800))
def test_without_news_it_only_sinks(known: list[Known], days: int):
    later = score(known, None, TODAY + timedelta(days=days), RULES)
    assert later.points <= score(known, None, TODAY, RULES).points


@given(signals, st.randoms())
def test_the_order_of_arrival_does_not_matter(known: list[Known], random):
    mixed = list(known)
    random.shuffle(mixed)
    assert score(mixed, None, TODAY, RULES).points == score(known, None, TODAY, RULES).points


def test_every_part_says_what_and_how_old():
    known = [
        Known("power_cut", TODAY - timedelta(days=12)), Known("health_insurance_arrears", TODAY, 7),
        Known("unemployment", TODAY - timedelta(days=100)),
    ]  # fmt: skip
    texts = " / ".join(part.text for part in score(known, TODAY - timedelta(days=1), TODAY, RULES).parts)
    for said in (
        "단전(12일 전)",
        "건강보험료 체납(오늘, 7개월 밀림)",
        "실업(약 3개월 전)",
        "3개 분야",
        "신고가 있어요(1일 전)",
    ):
        assert said in texts
    assert "신고는 없어요" in score(known, None, TODAY, RULES).parts[-1].text


def test_half_the_life_halves_the_points_and_the_end_ends_them():
    kind = RULES.kinds["power_cut"]

    def points(days: int) -> int:
        return score([Known("power_cut", TODAY - timedelta(days=days))], None, TODAY, RULES).points

    assert points(0) == round(kind.weight * 10)
    assert points(kind.half_life_days) == round(kind.weight * 5)
    assert points(kind.ends_days) == 0


def test_more_months_weigh_more_up_to_a_bound():
    kind = RULES.kinds["health_insurance_arrears"]

    def points(months: int | None) -> int:
        return score([Known("health_insurance_arrears", TODAY, months)], None, TODAY, RULES).points

    assert points(None) == points(kind.month_from) < points(kind.month_from + 2)
    assert points(200) == round((kind.weight + kind.month_most) * 10)


def test_a_kind_that_is_no_longer_in_the_rules_counts_nothing():
    assert score([Known("abolished", TODAY)], None, TODAY, RULES).points == 0
