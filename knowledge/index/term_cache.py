"""Index terms kept by text, so that a changed guide costs the morphemes of that guide and not of all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from importlib.metadata import version
from pathlib import Path

from knowledge.index.tokens import terms

KIND = f"1/kiwipiepy-{version('kiwipiepy')}"
"""Raise the number when ``tokens.terms`` changes what it gives."""


class TermCache:
    """``terms`` of texts, remembered in one SQLite file; a cache that cannot be used costs time, never a result."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()

    def __call__(self, texts: list[str]) -> list[list[str]]:
        """The terms of every text, in order."""
        with self._lock:
            try:
                return self._kept(texts)
            except (OSError, sqlite3.Error, ValueError):
                return [terms(text) for text in texts]

    def _kept(self, texts: list[str]) -> list[list[str]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, timeout=30)
        try:
            db.execute("create table if not exists terms (key text primary key, terms text not null)")
            found = [self._one(db, text) for text in texts]
            db.commit()
            return found
        finally:
            db.close()

    def _one(self, db: sqlite3.Connection, text: str) -> list[str]:
        key = hashlib.sha256(f"{KIND}\0{text}".encode("utf-8", "ignore")).hexdigest()
        row = db.execute("select terms from terms where key = ?", (key,)).fetchone()
        if row:
            return list(json.loads(row[0]))
        made = terms(text)
        db.execute("insert or replace into terms values (?, ?)", (key, json.dumps(made)))
        return made
