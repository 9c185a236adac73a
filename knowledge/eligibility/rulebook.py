"""The rules of every guide: what data/rules/ says, or else what the guide's eligibility block says by itself."""

from __future__ import annotations

import re
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


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Rule:
    """A condition of a guide with the sentence it rests on; None: the guide does not state it, so it is not judged.
    ``text`` is all the guide states, without the commas of thousands."""

    condition: Condition
    source: str | None
    text: str = ""

    @cached_property
    def threshold(self) -> str:
        """The condition in words, in the guide's own where ours would tell a number that the guide does not print."""
        ours = sentence(self.condition)
        printed = all(number in self.text for number in _NUMBER.findall(ours.replace(",", "")))
        return ours if printed else self.source or self.about

    @cached_property
    def short(self) -> str:
        """The condition as said to a citizen: with its limit only where the guide itself prints it."""
        if self.condition.parts or self.condition.says or self.condition.kind in ("tag", "ask", "child"):
            return self.about
        age = self.condition.age
        printed = self.condition.model_copy(update={"age": age[:2]}) if age else self.condition
        return f"{self.about}({sentence(printed)})"

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
    text = "\n".join(lines).replace(",", "")
    rules = [Rule(condition, cite(condition, lines), text) for condition in entry.all]
    left = [line for line in conditional(guide) if not classed(line, entry)]
    beside = tuple(line for line in conditional(guide) if any(words in line for words in entry.beside))
    return Rules((*rules, *(Rule(Condition(ask=line), line, text) for line in left)), True, beside)


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
    text = "\n".join(lines).replace(",", "")
    return Rules(tuple(Rule(one, cite(one, lines) or guide.name, text) for one in (*conditions, *asked)), told)


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
