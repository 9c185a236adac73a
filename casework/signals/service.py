"""Crisis signals as one service: take them in, keep scores fresh, surface quiet households."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from casework import audit
from casework.actor import SYSTEM, Actor
from casework.cases import Cases
from casework.privacy.vault import Vault
from casework.signals import intake, joining, proposing, purging, scoring
from casework.signals.incoming import Incoming, Sender
from casework.signals.intake import Taken
from casework.signals.keys import AddressKeys
from casework.signals.rules import Rules
from casework.signals.rules import rules as shipped
from casework.signals.tables import HouseholdRecord

AT_ONCE = 200
TRIES = 5


@dataclass(frozen=True)
class Swept:
    """What one sweep did."""

    joined: int
    scored: int
    proposed: int
    purged: int


class Signals:
    """Synchronous; safe from many threads and processes. Whatever returns has been committed.

    ``key`` is the vault whose digests stand for addresses; reports are opened with the ledger's own vault.
    """

    def __init__(self, cases: Cases, key: Vault, now: Callable[[], datetime], rules: Rules | None = None) -> None:
        self.cases, self.store, self.now, self.rules = cases, cases.store, now, rules or shipped()
        self.keys = AddressKeys(key)

    def begin(self, sender: Sender) -> int:
        """Write down who sends; returns the batch for ``take``."""
        with self.store.session() as session:
            return intake.begin(session, sender, self.now())

    def take(self, batch: int, sender: Sender, signals: Sequence[Incoming]) -> Taken:
        """Store what is new of these, all or nothing; the same signals again change nothing."""
        for last in range(TRIES):
            try:
                with self.store.session() as session:
                    intake.lock(session)
                    return intake.take(session, self.keys, batch, sender.source, signals, self.now())
            except IntegrityError:
                if last == TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def end(self, batch: int, sender: Sender, taken: Taken, bad: int) -> None:
        """Keep the outcome of a batch in the audit."""
        with self.store.session() as session:
            audit.record(
                session, self.now(), SYSTEM, "signals-take", f"batch-{batch}", source=sender.source,
                basis=sender.basis, via=sender.via, new=taken.new, same=taken.same, bad=bad,
            )  # fmt: skip

    def open_case(self, home: str, by: Actor) -> str:
        """Open a case for a household by hand; returns its id. LookupError, or NotProposable while one is open."""
        with self.store.session() as session:
            intake.lock(session)
            if session.get(HouseholdRecord, home) is None:
                raise LookupError("그런 집이 없어요.")
            facts, at = scoring.facts_of(session, [home]).get(home, scoring.Facts()), self.now()
            result = scoring.scored(facts, at, self.rules)
            number = proposing.by_hand(session, home, facts.signals, result, self.rules, at, by)
        return proposing.file_one(self.cases, self.rules, number)

    def sweep(self, progress: Callable[[int], None] = lambda done: None) -> Swept:
        """Destroy what is past its days, meet new reports, score what changed, open cases for who surfaced.

        ``progress`` is told how many households are scored so far.
        """
        purged = self._until_done(lambda session, most: purging.purge(session, self.rules, self.now(), most))
        joined = self._until_done(
            lambda session, most: joining.join(session, self.cases.vault, self.keys, self.now(), most)
        )
        at, done = self.now(), 0
        while count := self._locked(lambda session, most: scoring.rescore(session, self.rules, at, most)):
            done += count
            progress(done)
        proposed = proposing.file_due(self.cases, self.rules)
        if purged:
            with self.store.session() as session:
                intake.lock(session)
                purging.sweep_empty(session, self.rules, self.now())
        return Swept(joined, done, proposed, purged)

    def _until_done(self, work: Callable[..., int]) -> int:
        total = 0
        while count := self._locked(work):
            total += count
        return total

    def _locked(self, work: Callable[..., int]) -> int:
        with self.store.session() as session:
            intake.lock(session)
            return work(session, AT_ONCE)
