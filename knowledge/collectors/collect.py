"""Collect one source: go on where the last run stopped, page by page, until the pass is complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge.collectors.client import Client
from knowledge.collectors.errors import QuotaReached, SourceError
from knowledge.collectors.source import Source
from knowledge.collectors.sources import SEOUL
from knowledge.collectors.store import Records

Shown = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Collected:
    """What one run did: pages and records read, versions that were new; ``trouble`` when it stopped before the end."""

    pages: int
    records: int
    new: int
    trouble: str | None = None


def midnight(now: datetime) -> datetime:
    """The next midnight in Seoul, when quotas begin anew."""
    local = now.astimezone(SEOUL)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def collect(
    source: Source, client: Client, records: Records, now: Callable[[], datetime], shown: Shown = lambda done, of: None
) -> Collected:
    """One pass, or the rest of one that was interrupted.

    Every page is kept with the cursor after it in one transaction: killed at any instant, the next run loses nothing
    and keeps nothing twice. Raises Busy when another process has the source; what the source does wrong is told in
    ``trouble``, and what was read before is kept.
    """
    held = records.hold(source.name)
    if held.wait_until and held.wait_until > now():
        records.release(source.name, wait_until=held.wait_until)
        return Collected(
            0, 0, 0, f"하루 한도를 다 써서 {held.wait_until.astimezone(SEOUL):%m-%d %H:%M}부터 다시 모아요."
        )
    cursor, pages, rows, new = held.cursor, 0, 0, 0
    began = source.begin(held.since, now()) if cursor is None else None
    cursor = cursor or began
    client.alive = lambda: records.renew(source.name)
    trouble, wait_until = None, None
    try:
        while cursor is not None:
            page = source.page(client.get, cursor)
            new += records.keep(source.name, page.records, page.next, began)
            cursor, began, pages, rows = page.next, None, pages + 1, rows + len(page.records)
            shown(rows, page.total)
    except QuotaReached as error:
        trouble, wait_until = f"하루 한도를 다 썼어요: {error}", midnight(now())
    except SourceError as error:
        trouble = str(error)
    finally:
        records.release(source.name, trouble, wait_until)
    return Collected(pages, rows, new, trouble)
