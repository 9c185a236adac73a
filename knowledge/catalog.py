"""The catalog: every guide of a folder, by id and by the names people use for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from knowledge.guide import Guide, GuideError, load

_LOOSE = re.compile(r"[\s·‧・\-_/()\[\]{}「」『』\"'“”‘’.,!?~:;]+")


def squeeze(text: str) -> str:
    """The text as names are compared: NFKC, lower case, without spaces and punctuation."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).lower()


class Catalog:
    """An immutable set of guides; ids are unique and every cross-link points at a guide that is here."""

    def __init__(self, guides: list[Guide]) -> None:
        self._by_id = {guide.id: guide for guide in guides}
        if len(self._by_id) != len(guides):
            ids = [guide.id for guide in guides]
            raise GuideError(f"같은 id의 안내가 둘 있습니다: {sorted({i for i in ids if ids.count(i) > 1})}")
        for guide in guides:
            links = (*guide.same_as, *guide.replaced_by, *guide.see_also, *guide.part_of)
            if missing := [link for link in links if link not in self._by_id]:
                raise GuideError(f"{guide.id}: 없는 안내를 가리킵니다: {missing}")
            if guide.id in links:
                raise GuideError(f"{guide.id}: 자기 자신을 가리킵니다")

    @classmethod
    def read(cls, folder: Path, *more: Path) -> Catalog:
        """Read ``<domain>/<id>.md`` of every folder; raises GuideError listing every unusable file at once."""
        guides, wrong = [], []
        for path in sorted(path for each in (folder, *more) for path in each.glob("*/*.md")):
            try:
                guides.append(load(path))
            except GuideError as error:
                wrong.append(str(error))
        if wrong:
            raise GuideError("\n".join(wrong))
        if not guides:
            raise GuideError(f"{folder}에 안내 파일(<분야>/<id>.md)이 없습니다")
        return cls(guides)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Guide]:
        return iter(self._by_id.values())

    def __contains__(self, guide_id: str) -> bool:
        return guide_id in self._by_id

    def get(self, guide_id: str) -> Guide | None:
        """The guide with this id, or None."""
        return self._by_id.get(guide_id)

    def __getitem__(self, guide_id: str) -> Guide:
        return self._by_id[guide_id]

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Squeezed name or alias to the ids it may mean."""
        names: dict[str, list[str]] = {}
        for guide in self:
            for name in (guide.name, re.sub(r"\(.*?\)", "", guide.name), *guide.aliases):
                key = squeeze(name)
                if len(key) >= 2 and guide.id not in names.setdefault(key, []):
                    names[key].append(guide.id)
        return {key: tuple(ids) for key, ids in names.items()}
