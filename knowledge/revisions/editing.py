"""Editing guides: what is in force, what is wrong with a text, and a revision's way from draft to force."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.guide import Guide
from knowledge.revisions.layers import Laid, Layer, Layers
from knowledge.revisions.model import Conflict, Editor, Revision, RevisionError, digest
from knowledge.revisions.problems import LONGEST, LONGEST_ID, problems
from knowledge.revisions.store import Also, Revisions

_ID = re.compile(r"^id:[ \t]*['\"]?([a-z0-9][a-z0-9-]*)['\"]?[ \t]*$", re.M)


def _nothing(session: object) -> None:
    return None


@dataclass(frozen=True)
class Checked:
    """What a look at a text found: the guide if it is one, what is wrong, and what is in force instead."""

    guide: Guide | None
    problems: list[str]
    current: Layer | None


class Editing:
    """Everything the editor's pages do to guides. Synchronous; RevisionError says in Korean why something is not done.

    A revision comes into force only when it has no problem at that moment and nobody else changed the guide meanwhile.
    """

    def __init__(self, layers: Layers, revisions: Revisions) -> None:
        self.layers, self.revisions = layers, revisions

    def laid(self) -> Laid:
        """What is in force now."""
        return self.layers.read()

    def check(self, text: str, guide_id: str | None) -> Checked:
        """Every problem of a text that is to become the guide ``guide_id``, or a new one."""
        laid = self.laid()
        guide, wrong = problems(text, guide_id, laid.catalog)
        return Checked(guide, wrong, laid.layers.get(guide_id) if guide_id else None)

    def save(
        self, text: str, guide_id: str | None, by: Editor, *, base_hash: str, number: int | None = None,
        group: int | None = None, also: Also = _nothing,
    ) -> Revision:  # fmt: skip
        """Keep a draft, problems and all, if only it names its id; ``base_hash`` is of the text it was written on."""
        if len(text) > LONGEST:
            raise RevisionError(f"글이 너무 길어요. {LONGEST:,}자까지 쓸 수 있어요.")
        named = _ID.search(text)
        target = guide_id or (named[1] if named else "")
        if not target or len(target) > LONGEST_ID:
            raise RevisionError("머리말에 id가 있어야 초안으로 남길 수 있어요. 영문 소문자, 숫자, -로 적어 주세요.")
        layer = self.laid().layers.get(target)
        if base_hash != digest(layer.text if layer else None):
            raise Conflict("그사이 이 안내가 바뀌었어요. 쓰던 글을 따로 챙기고, 지금 글에서 다시 고쳐 주세요.")
        return self.revisions.draft(
            target, text, by, current=layer.text if layer else None,
            file=layer.file.text if layer and layer.file else None, base=layer.place if layer else 0,
            number=number, group=group, also=also,
        )  # fmt: skip

    def propose(self, number: int, by: Editor, also: Also = _nothing) -> Revision:
        """Propose one's own draft; RevisionError when it still has problems."""
        return self.revisions.propose(number, by, current=self._sound(number), also=also)

    def approve(self, number: int, by: Editor, also: Also = _nothing) -> Revision:
        """Bring somebody else's proposal into force; RevisionError when it has problems by now."""
        return self.revisions.approve(number, by, current=self._sound(number), also=also)

    def _sound(self, number: int) -> str | None:
        """The text in force for the revision's guide, after making sure that the revision has no problem."""
        one = self.revisions.get(number)
        laid = self.laid()
        layer = laid.layers.get(one.guide_id)
        _, wrong = problems(one.text, one.guide_id if layer else None, laid.catalog)
        if wrong and one.state in ("draft", "proposed"):
            raise RevisionError("아직 고칠 곳이 있어요: " + " ".join(wrong))
        return layer.text if layer else None
