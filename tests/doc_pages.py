"""Reads the documentation as what it is made of: pages, sections, tables, spans of code, blocks of code, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.S | re.M)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.M)
_MARKED = re.compile(r"<!-- (?P<mark>[^\n]+?) -->\n```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.S | re.M)


@dataclass(frozen=True)
class Page:
    """One Markdown file; ``name`` is its path from the repository's root."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The text without blocks of code and comments."""
        return _COMMENT.sub("", _FENCE.sub("", self.text))

    @cached_property
    def spans(self) -> list[str]:
        """What stands between single back-ticks."""
        return _SPAN.findall(self.prose)

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """Kind and body of every block of code."""
        return [(match["kind"], match["body"]) for match in _FENCE.finditer(self.text)]

    @cached_property
    def marked(self) -> list[tuple[str, str]]:
        """Mark and body of every block of code that a comment above it marks."""
        return [(match["mark"], match["body"]) for match in _MARKED.finditer(self.text)]

    @cached_property
    def links(self) -> list[str]:
        """Targets of links and pictures."""
        return _LINK.findall(self.prose)

    @cached_property
    def anchors(self) -> set[str]:
        """What ``#…`` of a link may name."""
        return {slug(heading) for heading in _HEADING.findall(self.prose)}

    def section(self, heading: str) -> str:
        """The text below the heading that reads so, up to the next of its level or above; "" when there is none."""
        found = re.search(rf"^(#+) {re.escape(heading)}$\n", self.text, re.M)
        if found is None:
            return ""
        rest = self.text[found.end() :]
        end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.M)
        return rest[: end.start()] if end else rest

    def commands(self) -> Iterator[str]:
        """Every line of shell blocks and every span of code, as somebody might type it."""
        for kind, body in self.blocks:
            if kind in ("sh", "bash", "shell"):
                yield from (line.strip() for line in body.replace("\\\n", " ").splitlines())
        yield from self.spans


def table(text: str, *head: str) -> list[list[str]]:
    """The rows of the first table of ``text`` whose head begins with these cells; [] when there is none."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if inside and not cells:
            return rows
        if inside and not set("".join(cells)) <= set("-: "):
            rows.append(cells)
        inside = inside or (bool(cells) and cells[: len(head)] == list(head))
    return rows


def names(cell: str) -> tuple[str, ...]:
    """The code spans of a table cell."""
    return tuple(_SPAN.findall(cell))


def slug(heading: str) -> str:
    """The anchor that a heading gets: lower case, punctuation gone, blanks as hyphens."""
    kept = (c for c in heading.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


DOCS = {page.name: page for page in map(Page, sorted((ROOT / "docs").rglob("*.md")))}
READMES = {page.name: page for page in map(Page, sorted(ROOT.glob("README*.md")))}
BOT = Page(ROOT / "bot" / "README.md")
ALL = {**READMES, **DOCS, **({BOT.name: BOT} if BOT.path.exists() else {})}
