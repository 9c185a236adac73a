"""The rules of every guide: what data/rules/ says, or else what the guide's eligibility block says by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from knowledge.eligibility.cite import MILITARY, cite, conditional, sentences
from knowledge.eligibility.condition import Condition, GuideRules
from knowledge.eligibility.leaves import data
from knowledge.eligibility.sentence import label, sentence
from knowledge.guide import Guide
from knowledge.search.regions import data as regions

FOLDER = Path(__file__).resolve().parents[1] / "data" / "rules"


@dataclass(frozen=True)
class Rule:
    """A condition of a guide with the sentence it rests on; None: the guide does not state it, so it is not judged."""

    condition: Condition
    source: str | None

    @cached_property
    def threshold(self) -> str:
        """The condition in words."""
        return sentence(self.condition)

    @cached_property
    def about(self) -> str:
        """What the condition is about, in a word or two."""
        return label(self.condition)


@dataclass(frozen=True)
class Rules:
    """Everything a verdict needs to know of one guide. ``told``: the guide has rules about a person at all."""

    rules: tuple[Rule, ...]
    told: bool
    beside: tuple[str, ...] = ()


@lru_cache
def written() -> dict[str, GuideRules]:
    """data/rules/ by guide id; raises pydantic.ValidationError naming the wrong place."""
    found: dict[str, GuideRules] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries.pop("shared", None)
        found |= {name: GuideRules.model_validate(entry) for name, entry in entries.items()}
    return found


_prepared: dict[str, tuple[Guide, Rules]] = {}


def rules_of(guide: Guide) -> Rules:
    """The rules of a guide as it reads now: a sentence nobody classed is an open condition, never ignored."""
    known = _prepared.get(guide.id)
    if known and known[0] is guide:
        return known[1]
    entry = written().get(guide.id)
    found = _of_entry(guide, entry) if entry else _of_block(guide)
    _prepared[guide.id] = (guide, found)
    return found


def _of_entry(guide: Guide, entry: GuideRules) -> Rules:
    lines = sentences(guide)
    rules = [Rule(condition, cite(condition, lines)) for condition in entry.all]
    left = [line for line in conditional(guide) if not classed(line, entry)]
    beside = tuple(line for line in conditional(guide) if any(words in line for words in entry.beside))
    return Rules((*rules, *(Rule(Condition(ask=line), line) for line in left)), True, beside)


def classed(line: str, entry: GuideRules) -> bool:
    """Whether some condition rests on this sentence or it is named as excluding nobody."""
    if any(words in line for words in entry.beside):
        return True
    return any(_rests(condition, line) for condition in entry.all)


def _rests(condition: Condition, line: str) -> bool:
    if condition.parts and condition.says is None:
        return any(_rests(part, line) for part in condition.parts)
    extended = condition.age is not None and len(condition.age) == 3 and MILITARY.search(line)
    return bool(extended) or cite(condition, [line]) is not None or any(_rests(part, line) for part in condition.parts)


def _of_block(guide: Guide) -> Rules:
    conditions = _block(guide)
    told = any(condition.kind != "ask" for condition in conditions)
    asked = [Condition(ask=line) for line in conditional(guide)]
    lines = sentences(guide)
    return Rules(tuple(Rule(one, cite(one, lines) or guide.name) for one in (*conditions, *asked)), told)


def _block(guide: Guide) -> list[Condition]:
    who, found = guide.eligibility, []
    if who is None:
        return []
    if who.age_min is not None or who.age_max is not None:
        found.append(Condition(age=(who.age_min, who.age_max)))
    if who.region and not who.region.startswith("전국"):
        known = who.region in regions().sido
        found.append(Condition(region=(who.region,)) if known else Condition(ask=who.region))
    if who.income_median_pct_max is not None:
        found.append(Condition(income=who.income_median_pct_max))
    found += [_tagged(tag) for tag in (*who.household, *who.all_of)]
    if who.any_of:
        found.append(_either([_tagged(tag) for tag in who.any_of]))
    if who.employment:
        table = data()["employment"]
        codes = [code for tag in who.employment for code in table.get(tag, [])]
        strange = [Condition(ask=tag) for tag in who.employment if tag not in table]
        found.append(_either(([Condition(work=tuple(codes))] if codes else []) + strange))
    return found


def _tagged(tag: str) -> Condition:
    known = data()["tags"].get(tag)
    return (
        Condition.model_validate(known) if known else Condition(ask=tag) if len(tag) > 1 else Condition(ask=f"{tag}.")
    )


def _either(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else Condition.model_validate({"any": parts})
