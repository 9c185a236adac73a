"""Reports meet signals: the sealed address of a report is opened, digested and forgotten again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from casework.privacy.vault import Vault, VaultError
from casework.signals.address import AddressError, parse
from casework.signals.keys import AddressKey, AddressKeys
from casework.signals.tables import HouseholdRecord, JoinRecord, KeyRecord
from casework.tables import ReportRecord

log = structlog.get_logger(__name__)
MARK = 64
"""Enough of a sealed address to tell whether it was sealed anew: it starts with the time and a random number."""


def join(session: Session, vault: Vault, keys: AddressKeys, at: datetime, most: int) -> int:
    """Look at up to ``most`` reports whose address is new or changed, and let go of those whose address went.

    Only addresses that the law lets us keep are there at all (casework.reports.keepable). Returns how many it moved.
    """
    gone = select(JoinRecord).join(ReportRecord, ReportRecord.id == JoinRecord.report_id)
    moved = 0
    for old in session.scalars(gone.where(ReportRecord.place_sealed.is_(None)).limit(most)).all():
        _forget(session, old)
        moved += 1
    sealed = func.substr(ReportRecord.place_sealed, 1, MARK)
    query = select(ReportRecord, JoinRecord).outerjoin(JoinRecord, JoinRecord.report_id == ReportRecord.id)
    query = query.where(
        ReportRecord.place_sealed.is_not(None), or_(JoinRecord.report_id.is_(None), JoinRecord.mark != sealed)
    )
    for report, old in session.execute(query.order_by(ReportRecord.id).limit(most)).all():
        if old is not None:
            _forget(session, old)
        _look(session, vault, keys, report, at)
        moved += 1
    return moved


def _look(session: Session, vault: Vault, keys: AddressKeys, report: ReportRecord, at: datetime) -> None:
    key = _key(vault, keys, report.place_sealed or "", report.id)
    session.add(
        JoinRecord(
            report_id=report.id, case_id=report.case_id, key=key.door, building=key.building,
            mark=(report.place_sealed or "")[:MARK], told=0, at=at,
        )
    )  # fmt: skip
    session.flush()
    _stir(session, {key.door})


def _key(vault: Vault, keys: AddressKeys, sealed: str, report_id: int) -> AddressKey:
    try:
        return keys.of(parse(vault.open(sealed)))
    except AddressError:
        return AddressKey("", "")
    except VaultError:
        log.warning("signals.sealed_address_unreadable", report=report_id)
        return AddressKey("", "")


def _forget(session: Session, old: JoinRecord) -> None:
    _stir(session, {old.key})
    session.execute(delete(JoinRecord).where(JoinRecord.report_id == old.report_id))
    session.expunge(old)


def _stir(session: Session, doors: Collection[str]) -> None:
    """The households behind these doors are scored anew."""
    homes = select(KeyRecord.household_id).where(KeyRecord.key.in_(set(doors) - {""}))
    session.execute(update(HouseholdRecord).where(HouseholdRecord.id.in_(homes)).values(scored_at=None))
