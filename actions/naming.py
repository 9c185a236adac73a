"""Which guide a phrase like "청년월세 서류 챙기기" names."""

from __future__ import annotations

import re

from knowledge.catalog import Catalog, squeeze
from knowledge.guide import Guide

_TAIL = re.compile(r"(을|를|의|은|는|이|가|좀|때|에|에서|신청)+$")


def named(catalog: Catalog, words: str) -> list[Guide]:
    """The guides these words name, those still current first; [] when they name none."""
    for said in (words, _TAIL.sub("", words.strip())):
        found = catalog.names.get(squeeze(said), ())
        if found:
            return sorted((catalog[one] for one in found), key=lambda guide: guide.status == "ended")
    return [guide] if (guide := catalog.get(words.strip())) else []


def short(guide: Guide) -> str:
    """The guide's name without what stands in brackets; the whole name when nothing else is left."""
    return re.sub(r"\(.*?\)", "", guide.name).strip() or guide.name


def cited(guide: Guide, section: str) -> list[dict[str, str | None]]:
    """The guide as a message's citation."""
    return [{"id": guide.id, "title": guide.name, "section": section, "url": guide.url, "as_of": guide.as_of}]
