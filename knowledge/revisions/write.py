"""From an answered question to a guide's text: a new guide, or an existing one with a name or a paragraph more."""

from __future__ import annotations

import re
from datetime import date

import yaml

from knowledge.guide import SECTIONS

LONGEST_NAME = 40
_LIST = re.compile(r"^aliases:[ \t]*\n((?:[ \t]*- .*\n)*)", re.M)
_NOTE = re.compile(r"^note:.*\n(?:[ \t]+.*\n|[ \t]*\n(?=[ \t]))*", re.M)
_FLOW = re.compile(r"^aliases:[ \t]*\[(.*)\][ \t]*$", re.M)


def new_guide(
    guide_id: str, domain: str, questions: list[str], answer: str, today: date, section: str = SECTIONS[0]
) -> str:
    """A first text for a new guide: the questions as its names, the answer at a glance and in ``section``."""
    answer = answer.strip()
    front = {
        "id": guide_id,
        "name": _name(questions[0]) if questions else guide_id,
        "domain": domain,
        "kind": "rule",
        "audience": "누구나",
        "summary": " ".join(answer.split()),
        "aliases": [one for one in dict.fromkeys(" ".join(q.split()) for q in questions) if one],
        "as_of": today.isoformat(),
        "confidence": "medium",
        "note": "시민의 질문에 답하며 쓴 안내다. 출처(url, sources)를 채운다.",
    }
    body = "".join(f"## {heading}\n{answer}\n" for heading in dict.fromkeys((SECTIONS[0], section)))
    return f"---\n{_yaml(front)}---\n\n{body}"


def with_names(text: str, questions: list[str]) -> str:
    """The guide's text with these questions among its aliases; those it has already are left out."""
    front, end, body = text.partition("\n---\n")
    front += "\n"
    have = yaml.safe_load(front.removeprefix("---\n")).get("aliases") or []
    fresh = [one for one in dict.fromkeys(" ".join(q.split()) for q in questions) if one and one not in have]
    if not fresh:
        return text
    if found := _LIST.search(front):
        front = front[: found.end()] + _items(fresh) + front[found.end() :]
    elif found := _FLOW.search(front):
        front = front[: found.start()] + "aliases:\n" + _items([*have, *fresh]).rstrip("\n") + front[found.end() :]
    else:
        front += "aliases:\n" + _items(fresh)
    return front.rstrip("\n") + end + body


def with_paragraph(text: str, section: str, paragraph: str) -> str:
    """The guide's text with a paragraph more in one section, begun in its order when it is not there yet."""
    if section not in SECTIONS:
        raise ValueError(f"모르는 절이에요: {section!r}. 쓸 수 있는 절: {', '.join(SECTIONS)}")
    front, end, body = text.partition("\n---\n")
    pieces = re.split(r"^(?=## )", body, flags=re.M)
    place = len(pieces)
    for number, piece in enumerate(pieces):
        heading = re.match(r"## (.+?)[ \t]*\n", piece)
        if heading is None or heading[1] not in SECTIONS:
            continue
        if heading[1] == section:
            pieces[number] = piece.rstrip("\n") + f"\n\n{paragraph.strip()}\n"
            return front + end + "".join(pieces)
        if SECTIONS.index(heading[1]) > SECTIONS.index(section):
            place = min(place, number)
    if place and not pieces[place - 1].endswith("\n"):
        pieces[place - 1] += "\n"
    pieces.insert(place, f"## {section}\n{paragraph.strip()}\n")
    return front + end + "".join(pieces)


def with_note(text: str, sentence: str) -> str:
    """The guide's text with a sentence more in the editors' note of its front matter."""
    front, end, body = text.partition("\n---\n")
    front += "\n"
    had = yaml.safe_load(front.removeprefix("---\n")).get("note") or ""
    line = "note: " + _yaml(f"{had} {sentence}".strip()).removesuffix("...\n").strip() + "\n"
    front = _NOTE.sub("", front) + line
    return front.rstrip("\n") + end + body


def _name(question: str) -> str:
    flat = " ".join(question.split()).rstrip("?!. ")
    return flat if len(flat) <= LONGEST_NAME else flat[: LONGEST_NAME - 1] + "…"


def _items(names: list[str]) -> str:
    return "".join(f"- {_yaml(name).removesuffix('...' + chr(10)).strip()}\n" for name in names)


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
