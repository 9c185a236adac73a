"""Writing lines on a case's timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.tables import EntryRecord
from casework.texts import fit


def write(session: Session, case_id: str, at: datetime, kind: str, author: str, text: str, **data: Any) -> None:
    """Add one line; the text is masked and cut to what a row may hold."""
    session.add(EntryRecord(case_id=case_id, at=at, kind=kind, author=author[:80], text=fit(text), data=data))
