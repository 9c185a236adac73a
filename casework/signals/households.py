"""Households as the console shows them: by score, within somebody's districts, every point explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session

from casework.moves import OPEN_STATES
from casework.signals.regions import known_as
from casework.signals.rules import Rules
from casework.signals.score import Scored
from casework.signals.scoring import Facts, facts_of, scored
from casework.signals.tables import BatchRecord, HouseholdRecord, JoinRecord, KeyRecord, ProposalRecord
from casework.store import Store
from casework.tables import CaseRecord

SHOWN = ("all", "quiet", "reported", "proposed")
PAGE = 50


@dataclass(frozen=True)
class Evidence:
    """One signal as it is shown: what, when, from whom, on which ground."""

    label: str
    happened_on: date
    months: int | None
    source: str
    ref: str
    basis: str


@dataclass(frozen=True)
class CaseLink:
    """A case at this address: by ``report`` of the same door, of the same ``building``, or ``proposal``."""

    case_id: str
    receipt: str
    open: bool
    by: str


@dataclass(frozen=True)
class Household:
    """One household with its score as of ``scored_at`` (None: not scored yet) and the cases at its address."""

    id: str
    district: str
    scored: Scored
    scored_at: datetime | None
    labels: tuple[str, ...]
    cases: tuple[CaseLink, ...]
    signals: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Listing:
    """One page, how many there are in all, and whether there is another page."""

    households: tuple[Household, ...]
    total: int
    more: bool


def within(districts: Sequence[str]) -> ColumnElement[bool] | None:
    """The condition that a household lies in one of these districts; None when there are none: everywhere."""
    if not districts:
        return None
    ways: list[ColumnElement[bool]] = []
    for one in districts:
        name = known_as(one)
        if not name:
            continue
        ways += [HouseholdRecord.district == name, HouseholdRecord.district.startswith(f"{name} ", autoescape=True)]
        if name == one.strip() and not _has_province(name):  # "중구" is in several provinces: let each see it
            ways.append(HouseholdRecord.district.contains(f" {name}", autoescape=True))
    return or_(*ways) if ways else false()


def listing(
    store: Store, rules: Rules, districts: Sequence[str], shown: str = "all", page: int = 1, least: int = 1
) -> Listing:
    """The households in these districts by score, worst first; ValueError for a ``shown`` that is none of SHOWN."""
    if shown not in SHOWN:
        raise ValueError(f"고를 수 없는 값이에요: {shown[:20]!r} (고를 수 있는 값: {', '.join(SHOWN)})")
    query = select(HouseholdRecord).where(HouseholdRecord.points >= least)
    near = within(districts)
    query = query if near is None else query.where(near)
    query = _narrowed(query, shown)
    with store.reading() as session:
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        order = query.order_by(HouseholdRecord.points.desc(), HouseholdRecord.id)
        records = session.scalars(order.limit(PAGE).offset((page - 1) * PAGE)).all()
        found = _shown(session, rules, records, whole=False)
    return Listing(tuple(found), total, total > page * PAGE)


def household(store: Store, rules: Rules, id: str, districts: Sequence[str]) -> Household:
    """One household with its signals; LookupError when there is none, or none in these districts."""
    near = within(districts)
    query = select(HouseholdRecord).where(HouseholdRecord.id == id[:16].replace("\x00", ""))
    with store.reading() as session:
        record = session.scalars(query if near is None else query.where(near)).one_or_none()
        if record is None:
            raise LookupError("그런 집이 없어요.")
        return _shown(session, rules, [record], whole=True)[0]


def _narrowed(query: Select[HouseholdRecord], shown: str) -> Select[HouseholdRecord]:
    if shown == "quiet":
        return query.where(HouseholdRecord.reported.is_(False))
    if shown == "reported":
        return query.where(HouseholdRecord.reported.is_(True))
    if shown == "proposed":
        return query.where(HouseholdRecord.id.in_(select(ProposalRecord.household_id)))
    return query


def _shown(session: Session, rules: Rules, records: Sequence[HouseholdRecord], whole: bool) -> list[Household]:
    ids = [record.id for record in records]
    facts, links = facts_of(session, ids), _links(session, ids)
    found = []
    for record in records:
        of_home = facts.get(record.id, Facts())
        # As of the moment the order was made, so that the parts sum to the number that is shown.
        result = scored(of_home, record.scored_at or record.made_at, rules)
        labels = tuple(rules.kinds[kind].label for kind in result.kinds)
        signals = _evidence(session, rules, of_home) if whole else ()
        found.append(
            Household(
                record.id, record.district, result, record.scored_at, labels, tuple(links.get(record.id, ())), signals
            )
        )
    return found


def _links(session: Session, ids: Sequence[str]) -> dict[str, list[CaseLink]]:
    links: dict[str, dict[str, CaseLink]] = {}
    building = select(KeyRecord.household_id, CaseRecord, JoinRecord.key == KeyRecord.key).where(JoinRecord.key != "")
    building = building.join(JoinRecord, JoinRecord.building == KeyRecord.building)
    building = building.join(CaseRecord, CaseRecord.id == JoinRecord.case_id).where(KeyRecord.household_id.in_(ids))
    for home, case, door in session.execute(building):
        of_home = links.setdefault(home, {})
        if case.id not in of_home or door:
            of_home[case.id] = _link(case, "report" if door else "building")
    proposed = select(ProposalRecord.household_id, CaseRecord).join(CaseRecord, CaseRecord.id == ProposalRecord.case_id)
    for home, case in session.execute(proposed.where(ProposalRecord.household_id.in_(ids))):
        links.setdefault(home, {})[case.id] = _link(case, "proposal")
    return {home: sorted(of_home.values(), key=lambda one: one.by, reverse=True) for home, of_home in links.items()}


def _link(case: CaseRecord, by: str) -> CaseLink:
    return CaseLink(case.id, case.receipt, case.state in OPEN_STATES, by)


def _evidence(session: Session, rules: Rules, facts: Facts) -> tuple[Evidence, ...]:
    numbers = {one.batch_id for one in facts.signals}
    batches = {one.id: one for one in session.scalars(select(BatchRecord).where(BatchRecord.id.in_(numbers)))}
    found = []
    for one in sorted(facts.signals, key=lambda one: one.happened_on, reverse=True):
        batch, kind = batches[one.batch_id], rules.kinds.get(one.kind)
        basis = rules.bases[batch.basis].label if batch.basis in rules.bases else batch.basis
        label = kind.label if kind else one.kind
        found.append(Evidence(label, one.happened_on, one.months, batch.source, one.ref, basis))
    return tuple(found)


def _has_province(name: str) -> bool:
    return " " in name
