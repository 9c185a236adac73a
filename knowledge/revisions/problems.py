"""What is wrong with a guide's text, every problem as one Korean sentence for the editor."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.answer.verify import figures, stated
from knowledge.catalog import Catalog
from knowledge.guide import SECTIONS, Guide, GuideError, parse

DATA = Path(__file__).resolve().parents[1] / "data" / "guide_problems.yaml"
LONGEST = 30_000
"""Longest text of one guide; the longest that is shipped has a tenth of it."""
LONGEST_ID = 100
DEEPEST = 6
_HEADING = re.compile(r"^## (.+?)[ \t]*$", re.M)


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    unknown: str
    kinds: dict[str, str]
    longest: str
    empty: str
    no_front: str
    no_mapping: str
    yaml: str
    yaml_somewhere: str
    yaml_tricks: str
    other_id: str
    taken_id: str
    long_id: str
    other_domain: str
    section_order: str
    section_twice: str
    section_empty: str
    strange: str
    links: str


@cache
def words() -> _Words:
    """The sentences, read once; raises pydantic.ValidationError when the file does not fit."""
    return _Words.model_validate(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def read(text: str) -> tuple[Guide | None, list[str]]:
    """The guide that a text is, or None, and what is wrong with the text by itself."""
    if not text.strip():
        return None, [words().empty]
    if len(text) > LONGEST:
        return None, [words().longest.format(limit=LONGEST, length=len(text))]
    if _tricky(text):
        return None, [words().yaml_tricks]
    try:
        guide = parse(text, "안내")
    except GuideError as error:
        return None, _of_parser(error)
    except (ValueError, TypeError, RecursionError):  # YAML that is no guide in a way nobody foresaw
        return None, [words().yaml_somewhere]
    return guide, [*_of_sections(text), *_of_figures(guide)]


def problems(text: str, guide_id: str | None, catalog: Catalog) -> tuple[Guide | None, list[str]]:
    """The guide and all problems, those with the other guides of ``catalog`` too; ``guide_id`` None: a new guide."""
    guide, wrong = read(text)
    if guide is None:
        return None, wrong
    return guide, [*wrong, *_of_place(guide, guide_id, catalog)]


def laid_over(catalog: Catalog, guide: Guide) -> Catalog:
    """The catalog with this guide in its place; raises GuideError when the links do not fit."""
    return Catalog([*(other for other in catalog if other.id != guide.id), guide])


def _tricky(text: str) -> bool:
    """Whether the front matter refers back to itself or nests deeply: a few letters would become a mountain."""
    depth = 0
    try:
        for event in yaml.parse(text.removeprefix("---\n").split("\n---\n", 1)[0], Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
                return True
    except (yaml.YAMLError, ValueError):  # told by the parser in its own words
        return False
    except RecursionError:
        return True
    return False


def _of_place(guide: Guide, guide_id: str | None, catalog: Catalog) -> list[str]:
    w = words()
    before = catalog.get(guide_id) if guide_id else None
    if guide_id and guide.id != guide_id:
        return [w.other_id.format(expected=guide_id, value=guide.id)]
    if guide_id is None and guide.id in catalog:
        return [w.taken_id.format(value=guide.id)]
    if len(guide.id) > LONGEST_ID:
        return [w.long_id]
    if before and before.domain != guide.domain:
        return [w.other_domain.format(expected=before.domain, value=guide.domain)]
    try:
        laid_over(catalog, guide)
    except GuideError as error:
        return [w.links.format(error=error)]
    return []


def _of_parser(error: GuideError) -> list[str]:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return [_told(one) for one in cause.errors()]
    if isinstance(cause, yaml.YAMLError):
        mark = getattr(cause, "problem_mark", None)
        # The front matter begins on the second line of the text.
        return [words().yaml.format(line=mark.line + 2) if mark else words().yaml_somewhere]
    return [words().no_mapping if "꼴이 아닙니다" in str(error) else words().no_front]


def _told(error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"]) or "머리말"
    told = {"field": field, "value": repr(error["input"])[:80], "expected": "", "error": ""}
    told |= {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    told["expected"] = told["expected"].replace(" or ", ", ")
    return words().kinds.get(error["type"], words().unknown).format(**told)


def _of_sections(text: str) -> list[str]:
    w, body = words(), text.split("\n---\n", 1)[1]
    headings = [found for found in _HEADING.findall(body) if found in SECTIONS]
    wrong = [w.section_twice.format(section=one) for one in sorted({h for h in headings if headings.count(h) > 1})]
    once = list(dict.fromkeys(headings))
    if once != sorted(once, key=SECTIONS.index):
        wrong.append(w.section_order.format(sections=" · ".join(SECTIONS)))
    for piece in re.split(r"^## ", body, flags=re.M)[1:]:
        heading, _, prose = piece.partition("\n")
        if not prose.strip():
            wrong.append(w.section_empty.format(section=heading.strip()))
    return wrong


def _of_figures(guide: Guide) -> list[str]:
    # As digits: the prose may sum up (세 가지) and unfold (10~20%) what the front matter lists.
    front = "\n".join((stated(guide.model_copy(update={"sections": {}})), guide.note or ""))
    strange = figures("\n".join(guide.sections.values())) - figures(front)
    return [words().strange.format(found=", ".join(sorted(strange)))] if strange else []
