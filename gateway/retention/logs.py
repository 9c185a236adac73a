"""Log files in the home folder: a day's log is set aside, and one set aside too long ago is deleted."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casework.store import Store
from gateway.retention.kinds import Due
from gateway.retention.proof import Found, prove

_ASIDE = re.compile(r"\.(\d{4}-\d{2}-\d{2})$")


class LogFiles:
    """Files under ``home/logs``: once a day a running log that is not empty is copied to ``name.DATE`` and emptied."""

    name = "logs"

    def __init__(self, folder: Path, store: Store, days: int) -> None:
        self._folder, self._store, self.days = folder, store, days

    def set_aside(self, at: datetime) -> None:
        """Its writer appends, so an emptied file goes on from its beginning; nothing is moved away under it."""
        for path in self._files():
            aside = path.with_name(f"{path.name}.{at:%Y-%m-%d}")
            if not _ASIDE.search(path.name) and path.stat().st_size and not aside.exists():
                shutil.copyfile(path, aside)
                aside.chmod(0o600)
                with path.open("r+b") as file:
                    file.truncate()

    def due(self, at: datetime) -> Due:
        """Logs set aside longer ago than the policy's days."""
        times = [found.at for found in self._old(at)]
        return Due(len(times), min(times, default=None), max(times, default=None))

    def destroy(self, at: datetime, most: int) -> int:
        """Deletes the files, then commits the proof."""
        found = self._old(at)[:most]
        if not found:
            return 0
        with self._store.session() as session:
            for one in found:
                (self._folder / one.key).unlink(missing_ok=True)
            prove(session, at, self.name, found, self.days)
        return len(found)

    def _old(self, at: datetime) -> list[Found]:
        found = []
        for path in self._files():
            if dated := _ASIDE.search(path.name):
                day = datetime.fromisoformat(dated[1]).replace(tzinfo=UTC)
                if day < at - timedelta(days=self.days):
                    found.append(Found(path.name, day))
        return found

    def _files(self) -> list[Path]:
        return sorted(path for path in self._folder.glob("*") if path.is_file())
