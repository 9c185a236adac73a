"""Every question that a guide came to answer stays an evaluation case: asked again, it must find that guide."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from knowledge.answer.facets import detect
from knowledge.guide import parse
from knowledge.inbox import Inbox
from knowledge.inbox.model import QUESTIONS
from knowledge.revisions.model import Revision
from knowledge.revisions.store import Revisions

MOST = 20
"""Different questions of one group that become cases."""


class Cases:
    """``home/eval/from_inbox.jsonl``, in the shape of tests/eval/retrieval_dev.jsonl; the database is the truth."""

    def __init__(self, path: Path, inbox: Inbox, revisions: Revisions) -> None:
        self._path, self._inbox, self._revisions = path, inbox, revisions
        self._lock = threading.Lock()

    def add(self, revision: Revision) -> int:
        """Append the cases of an approved revision that are not in the file yet; returns how many."""
        with self._lock:
            have = {json.loads(line)["id"] for line in _lines(self._path)}
            fresh = [case for case in self.of(revision) if case["id"] not in have]
            _append(self._path, fresh)
            return len(fresh)

    def of(self, revision: Revision) -> list[dict[str, Any]]:
        """The cases of one revision that answered a group of questions."""
        group = self._inbox.group(revision.group) if revision.group is not None else None
        if group is None:
            return []
        asked = dict.fromkeys(item.question for item in group.items if item.kind in QUESTIONS)
        domain = parse(revision.text, revision.guide_id).domain
        return [
            {
                "id": f"inbox-{group.id}-{number}", "question": question, "guides": [revision.guide_id],
                "facet": detect(question)[0], "style": "inbox", "domain": domain, "must": [], "refusal": None,
            }
            for number, question in enumerate(list(asked)[:MOST], 1)
        ]  # fmt: skip

    def write(self, path: Path) -> int:
        """All cases of all approved revisions as one file; returns how many."""
        latest: dict[str, dict[str, Any]] = {}
        for revision in self._revisions.approved():
            latest |= {case["id"]: case for case in self.of(revision)}
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in latest.values())
        path.write_text(text, encoding="utf-8")
        return len(latest)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line] if path.exists() else []


def _append(path: Path, cases: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
