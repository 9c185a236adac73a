"""Taking signals into the ledger: a household per door, each signal once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from casework.ids import SPEAKABLE
from casework.signals.incoming import Incoming, Sender
from casework.signals.keys import AddressKey, AddressKeys
from casework.signals.tables import BatchRecord, HouseholdRecord, KeyRecord, ProposalRecord, SignalRecord

# Any fixed number; on PostgreSQL one writer of signals at a time, so that a door never becomes two households.
LOCK = 7_302_317


@dataclass(frozen=True)
class Taken:
    """How many signals were new, and how many had come before."""

    new: int
    same: int

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.new + other.new, self.same + other.same)


@dataclass
class _Known:
    """What the database holds of the doors and signals of one call."""

    doors: dict[str, str]
    fingerprints: set[str]
    homes: dict[str, HouseholdRecord]


def lock(session: Session) -> None:
    """Wait until no other process writes signals; ends with the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def begin(session: Session, sender: Sender, at: datetime) -> int:
    """Write down who sends, on which ground; returns the batch's number."""
    batch = BatchRecord(source=sender.source, basis=sender.basis, via=sender.via, at=at)
    session.add(batch)
    session.flush()
    return batch.id


def take(
    session: Session, keys: AddressKeys, batch: int, source: str, signals: Sequence[Incoming], at: datetime
) -> Taken:
    """Store what is new; a household it touches waits to be scored anew. Call after ``lock``."""
    found = [(one, keys.of_all(one.addresses)) for one in signals]
    prints = [_print(keys, source, one, of_door[0]) for one, of_door in found]
    known, new = _known(session, found, prints), 0
    for (one, of_door), print_ in zip(found, prints, strict=True):
        household = _household(session, known, of_door, one, at)
        if print_ in known.fingerprints:
            continue
        known.fingerprints.add(print_)
        new += 1
        session.add(
            SignalRecord(
                household_id=household, batch_id=batch, kind=one.kind, happened_on=one.happened_on, months=one.months,
                ref=one.ref, fingerprint=print_, at=at,
            )
        )  # fmt: skip
        known.homes[household].scored_at = None
    return Taken(new, len(found) - new)


def _print(keys: AddressKeys, source: str, one: Incoming, key: AddressKey) -> str:
    return keys.fingerprint(source, one.kind, one.happened_on.isoformat(), one.ref or key.door)


def _known(session: Session, found: Sequence[tuple[Incoming, list[AddressKey]]], prints: Sequence[str]) -> _Known:
    doors = {key.door for _, of_door in found for key in of_door}
    query = select(KeyRecord.key, KeyRecord.household_id).where(KeyRecord.key.in_(doors))
    had = select(SignalRecord.fingerprint).where(SignalRecord.fingerprint.in_(prints))
    of_doors = {key: home for key, home in session.execute(query)}
    homes = session.scalars(select(HouseholdRecord).where(HouseholdRecord.id.in_(of_doors.values())))
    return _Known(of_doors, set(session.scalars(had)), {home.id: home for home in homes})


def _household(session: Session, known: _Known, keys: Sequence[AddressKey], one: Incoming, at: datetime) -> str:
    district = max((address.district for address in one.addresses), key=len)
    homes = list(dict.fromkeys(known.doors[key.door] for key in keys if key.door in known.doors))
    if not homes:
        homes = [_new_id()]
        made = HouseholdRecord(id=homes[0], district=district, points=0, reported=False, made_at=at)
        session.add(made)
        known.homes[made.id] = made
    home = homes[0]
    for other in homes[1:]:
        _merge(session, known, home, other)
        known.doors.update({door: home for door, was in known.doors.items() if was == other})
    for key in keys:
        if key.door not in known.doors:
            session.add(KeyRecord(key=key.door, building=key.building, household_id=home))
            known.doors[key.door] = home
    _name_closer(known.homes[home], district)
    return home


def _name_closer(record: HouseholdRecord, district: str) -> None:
    """A road address names only the county; a later spelling may tell the neighbourhood."""
    if district.startswith(f"{record.district} "):
        record.district = district


def _merge(session: Session, known: _Known, home: str, other: str) -> None:
    """Two households were one: somebody sent road and lot address of the same door."""
    session.flush()
    last = session.scalar(select(func.max(ProposalRecord.number)).where(ProposalRecord.household_id == home)) or 0
    moved = update(ProposalRecord).where(ProposalRecord.household_id == other)
    session.execute(moved.values(household_id=home, number=ProposalRecord.number + last))
    for table in (SignalRecord, KeyRecord):
        session.execute(update(table).where(table.household_id == other).values(household_id=home))
    known.homes[home].scored_at = None
    session.delete(known.homes.pop(other))
    session.flush()


def _new_id() -> str:
    return "H-" + "".join(secrets.choice(SPEAKABLE) for _ in range(8))
