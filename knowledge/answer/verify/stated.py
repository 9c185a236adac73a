"""What a guide states to citizens: its prose and its fields with their units, never the editors' note."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.figure import Figure
from knowledge.guide import Eligibility, Guide


def stated(guide: Guide) -> str:
    """Everything a guide states, one statement per line; what only the editors' note says is not stated."""
    lines: list[str | None] = [guide.name, guide.audience, guide.summary, *guide.sections.values(), *guide.aliases]
    lines += [guide.benefit, guide.how_to_apply, guide.period, guide.agency, guide.contact, guide.url, guide.as_of]
    lines += [*guide.documents, *guide.steps, *guide.criteria]
    lines += [day.isoformat() for day in (guide.valid_from, guide.valid_until) if day]
    lines += _who(guide.eligibility) if guide.eligibility else []
    lines += [line for figure in guide.figures for line in _figure(figure)]
    return "\n".join(line for line in lines if line)


def _who(who: Eligibility) -> Iterator[str]:
    if who.age_min is not None:
        yield f"만 {who.age_min}세 이상"
    if who.age_max is not None:
        yield f"만 {who.age_max}세 이하"
    if who.income_median_pct_max is not None:
        yield f"기준 중위소득 {who.income_median_pct_max:g}% 이하"
    yield from (text for text in (who.ages, who.income, who.assets, who.region) if text)
    yield from (*who.household, *who.all_of, *who.any_of, *who.employment, *who.other)


def _figure(figure: Figure) -> Iterator[str]:
    yield figure.label
    per = f"{figure.per} " if figure.per else ""
    for value, bound in ((figure.amount, ""), (figure.min, " 이상"), (figure.max, " 이하")):
        if value is not None:
            yield f"{per}{value:.10g}{figure.unit}{bound}"
    yield from (day.isoformat() for day in (figure.from_, figure.to) if day)
