"""Changed policy records become proposals to the editors: a revision beside the guide, never the guide itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from knowledge.bids.values import texts
from knowledge.collectors.sources import TITLES
from knowledge.collectors.store import Kept, Records
from knowledge.guide import SECTIONS, Guide
from knowledge.revisions.editing import Editing
from knowledge.revisions.model import Editor, Revision, RevisionError, digest
from knowledge.revisions.write import with_note, with_paragraph

DATA = Path(__file__).resolve().parents[1] / "data" / "watched.yaml"
COLLECTOR = Editor("collector", "수집기", "editor")
"""Who proposes; a person must approve."""
LONGEST = 600


class Watched(BaseModel):
    """One field: how it is called, and which section of a guide it speaks to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    section: str

    @field_validator("section")
    @classmethod
    def _known(cls, section: str) -> str:
        if section not in SECTIONS:
            raise ValueError(f"모르는 절 {section!r}; 쓸 수 있는 절: {', '.join(SECTIONS)}")
        return section


class WatchedSource(BaseModel):
    """The watched fields of one source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    fields: dict[str, Watched]


@dataclass(frozen=True)
class Change:
    """One watched field that changed between two versions of a record."""

    watched: Watched
    old: str
    new: str


@lru_cache
def watched() -> dict[str, WatchedSource]:
    """By source; raises pydantic.ValidationError when the data do not fit."""
    raw = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {name: WatchedSource.model_validate(source) for name, source in raw.items()}


def propose(records: Records, source: str, editing: Editing, today: date) -> list[Revision]:
    """Propose what changed in a source since it was last looked at; returns the revisions, proposed or left as drafts.

    What was proposed before is not proposed again, whatever became of it.
    """
    place, found = records.mark(source)[1], []
    for kept in records.seen_after(source, records.proposed(source)):
        before = records.before(source, kept.key, kept.id)
        changes = list(changed(source, before, kept)) if before else []
        for guide in _guides(editing, texts(kept.body.get(watched()[source].title))) if changes else ():
            revision = _proposed(editing, guide, _paragraphs(source, changes, today))
            found += [revision] if revision else []
    records.set_proposed(source, place)
    return found


def changed(source: str, old: Kept, new: Kept) -> Iterator[Change]:
    """The watched fields whose words differ."""
    for name, one in watched()[source].fields.items():
        was, now = (" ".join(texts(kept.body.get(name))) for kept in (old, new))
        if was != now:
            yield Change(one, was, now)


def _guides(editing: Editing, titles: list[str]) -> list[Guide]:
    """The guides that bear the policy's name, or have it among their other names."""
    names = {_loose(title) for title in titles}
    return [one for one in editing.laid().catalog if names & {_loose(name) for name in (one.name, *one.aliases)}]


def _loose(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _paragraphs(source: str, changes: list[Change], today: date) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for one in changes:
        was, now = one.old[:LONGEST] or "없음", one.new[:LONGEST] or "없음"
        text = f"{today.isoformat()} {TITLES[source]} 기준 {one.watched.label}: {now} (전에는: {was})"
        told.append((one.watched.section, text))
    return told


def _proposed(editing: Editing, guide: Guide, paragraphs: list[tuple[str, str]]) -> Revision | None:
    layer = editing.laid().layers[guide.id]
    known = [one.text for one in editing.revisions.history(guide.id) if one.author_id == COLLECTOR.id]
    if any(all(_body(text) in earlier for _, text in paragraphs) for earlier in known):
        return None
    text = layer.text
    for section, paragraph in paragraphs:
        # Figures of the body must stand in the front matter too; the note says where they are from.
        text = with_note(with_paragraph(text, section, paragraph), f"{paragraph}.")
    draft = editing.save(text, guide.id, COLLECTOR, base_hash=digest(layer.text))
    try:
        return editing.propose(draft.number, COLLECTOR)
    except RevisionError:  # the editors see the draft and what is wrong with it
        return draft


def _body(paragraph: str) -> str:
    """The paragraph without its day: a run that died before it noted its place says the same another day."""
    return paragraph.partition(" ")[2]
