"""The rule extractor: every entity of the bot, with a normalised value."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any, Dict, List, Sequence

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.numbers import NATIVE, parse_native, parse_sino
from components.rules import ages, money, regions, situations
from components.rules.span import Span, without_overlaps

AMBIGUOUS = "ambiguous"
"""Value of a name that several unrelated guides share (guide_names.AMBIGUOUS): known for a name, never handed out."""

SEOUL = timezone(timedelta(hours=9))

_BARE_DIGITS = re.compile(r"(?<![\d.,~-])\d{1,9}(?![\d.,~-])")
_BARE_WORD = re.compile(
    rf"^\s*(?:저는|전|나는|난|올해|만|한|약)?\s*(?P<n>{NATIVE}|[일이삼사오육칠팔구십백천만억]{{2,}}?)"
    r"\s*(?:이?고요?|이?에요|예요|요|입니다|임|이?야|정도|쯤|인데요?|이?여)?[.!~ ]*$"
)


def extract(text: str, tokens: Sequence[Token], today: date) -> List[Span]:
    """Return every entity of ``text`` in order.

    Entities: guide, region, region_part, age, age_range, birth_year, money_won, household, employment, housing,
    subject, and number for a bare number that nothing else explains. Household, employment and housing may lie inside
    one another's text (군복무 is both); nothing lies inside a longer guide name.
    """
    named = [Span(t.start, t.end, "guide", t.data["guide"]) for t in tokens if "guide" in t.data]
    born = ages.find(text, today)
    facts = without_overlaps(
        named + regions.find(text, tokens) + [span for span in born if span.entity != "birth_year"] + money.find(text)
    )
    years = [span for span in born if span.entity == "birth_year"]
    lived = [span for span in situations.find(text) if not _inside(span, named)]
    return sorted(facts + years + lived + _numbers(text, facts), key=lambda span: (span.start, span.end, span.entity))


def _inside(span: Span, others: List[Span]) -> bool:
    """Whether the span is part of a longer name (장애인연금); a name that is itself a fact (차상위) stays."""
    return any(other.start <= span.start and span.end <= other.end and span[:2] != other[:2] for other in others)


def _numbers(text: str, facts: List[Span]) -> List[Span]:
    match = _BARE_WORD.match(text)
    if match and not facts:
        value = parse_native(match["n"]) or parse_sino(match["n"])
        return [Span(match.start("n"), match.end("n"), "number", value)] if value else []
    return [
        Span(m.start(), m.end(), "number", int(m.group()))
        for m in _BARE_DIGITS.finditer(text)
        if not any(fact.start < m.end() and m.start() < fact.end for fact in facts)
    ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KoreanRuleExtractor(GraphComponent):
    """Adds the rule entities to each message; needs the tokens of KiwiTokenizer."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KoreanRuleExtractor:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the entities of each message that has text; today is that of Korea."""
        today = datetime.now(SEOUL).date()
        for message in messages:
            text = message.get(TEXT)
            if text:
                found = extract(text, message.get(TOKENS_NAMES[TEXT], []), today)
                told = [_entity(span) for span in found if span.value != AMBIGUOUS]
                message.set(ENTITIES, told, add_to_output=True)
        return messages


def _entity(span: Span) -> Dict[str, Any]:
    return {
        "entity": span.entity,
        "value": span.value,
        "start": span.start,
        "end": span.end,
        "confidence_entity": 1.0,
        "extractor": "KoreanRuleExtractor",
    }
