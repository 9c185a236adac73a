"""``ieum drill``: a marked case goes the whole real way, is followed, and what happened is written down."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from casework.actor import Actor
from casework.cases import Cases, Heard
from casework.escalation.auditor import beating
from casework.escalation.clock import Clock
from casework.escalation.duty import KST
from casework.policy import PolicySource
from casework.store import Store, open_store
from casework.views import CaseView
from connectors.alerts.push import Pusher
from gateway import migrate
from gateway.alerts import Alerts
from gateway.keys import vault_of
from gateway.offline import screener_of
from gateway.on_call import roster_of, setting_reader, utc_now, webhooks_of
from gateway.settings import Settings

WORDS = "더는 못 버티겠어요. 오늘 밤에 다 끝내고 싶어요"
LOOK_SECONDS = 0.5
CLOSER = Actor("drill", "훈련", "supervisor")
Tell = Callable[[str], None]


@dataclass
class Told:
    """One alert of the drill: whom, how, when, with how many attempts, and why not."""

    who: str
    way: str
    step: int
    state: str
    attempts: int
    made_at: datetime
    delivered_at: datetime | None
    detail: str


@dataclass
class DrillReport:
    """What a drill showed; times are aware UTC, durations seconds from the opening, None when it never happened."""

    receipt: str
    level: str
    clock: str
    opened_at: datetime
    first_delivered_seconds: float | None = None
    acknowledged_seconds: float | None = None
    acknowledged_by: str = ""
    reached: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    alerts: list[Told] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Somebody was reached and somebody took it."""
        return self.first_delivered_seconds is not None and self.acknowledged_seconds is not None


class Drill:
    """One drill over a house's own database, roster, policy and ways out.

    The words are screened like a citizen's; the case is marked 훈련 wherever it shows and counts nowhere. A clock that
    runs (the gateway's) takes it from there; when none does, the drill winds its own and its report says so.
    """

    def __init__(self, settings: Settings, tell: Tell, now: Callable[[], datetime] = utc_now) -> None:
        settings.home.mkdir(parents=True, exist_ok=True)
        migrate.upgrade(settings.database)
        self.settings, self.tell, self.now = settings, tell, now
        self.store: Store = open_store(settings.database)
        self.roster = roster_of(settings)
        policy = PolicySource(settings.policy_file, self.roster.reachable)
        self.cases = Cases(self.store, policy, vault_of(settings), now)

    async def run(self, level: str | None, follow: timedelta) -> DrillReport:
        """Open, follow until somebody has it or ``follow`` is over, close, and report; ValueError for a bad level."""
        opened = await asyncio.to_thread(self._open, level)
        own = not await asyncio.to_thread(beating, self.store, self.now())
        view = await asyncio.to_thread(self.cases.get, opened)
        report = DrillReport(view.receipt, view.level, "own" if own else "running", view.opened_at)
        self.tell(f"[훈련] 사건 {view.receipt}을(를) 열었어요. 확인을 기다려요.")
        if own:
            self.tell("돌고 있는 사건 시계가 없어 훈련이 직접 시계를 돌려요. 게이트웨이가 떠 있는지 확인해 주세요.")
        stop = asyncio.Event()
        winding = asyncio.create_task(self._wind(stop)) if own else None
        try:
            await self._follow(opened, self.now() + follow, report)
        finally:
            stop.set()
            if winding:
                await winding
            await asyncio.to_thread(self._close, opened)
        return report

    def _open(self, level: str | None) -> str:
        found = screener_of(self.settings).screen(WORDS)
        heard = Heard(
            level or found.level or "emergency", found.subject or "self", tuple(found.kinds), found.immediate,
            found.score,
        )  # fmt: skip
        key = f"drill:{uuid.uuid4().hex}"
        opened = self.cases.hear(
            conversation=key, channel="drill", heard=heard, quote=f"[훈련] {WORDS}", event_key=key, test=True
        )
        return opened.case_id

    async def _wind(self, stop: asyncio.Event) -> None:
        pusher = Pusher(setting_reader(self.settings), webhooks_of(self.roster))
        sender = Alerts(pusher, self.settings.base_url, self.settings.key)
        await Clock(self.store, self.cases, self.roster, sender, self.now).run(LOOK_SECONDS, stop)

    async def _follow(self, case_id: str, until: datetime, report: DrillReport) -> None:
        said: set[tuple[str, str]] = set()
        while True:
            view = await asyncio.to_thread(self.cases.get, case_id)
            for alert in view.alerts:
                if alert.state != "pending" and (alert.id, alert.state) not in said:
                    said.add((alert.id, alert.state))
                    what = "닿았어요" if alert.state == "delivered" else f"{alert.state} {alert.detail}"
                    self.tell(f"  {alert.step + 1}단계 {alert.contact_name} {alert.route}: {what}")
            _fill(report, view)
            if view.acked_at is not None or self.now() >= until:
                return
            await asyncio.sleep(LOOK_SECONDS)

    def _close(self, case_id: str) -> None:
        if self.cases.get(case_id).state != "closed":
            self.cases.close(case_id, CLOSER, "test", "훈련을 마쳤어요.")


def _fill(report: DrillReport, view: CaseView) -> None:
    report.alerts = [
        Told(a.contact_name, a.route, a.step, a.state, a.attempts, a.made_at, a.delivered_at, a.detail)
        for a in view.alerts
    ]
    times = [alert.delivered_at for alert in view.alerts if alert.delivered_at]
    report.first_delivered_seconds = (min(times) - view.opened_at).total_seconds() if times else None
    report.reached = sorted({f"{a.contact_name}/{a.route}" for a in view.alerts if a.state == "delivered"})
    report.failed = sorted({f"{a.contact_name}/{a.route}: {a.detail}" for a in view.alerts if a.state == "failed"})
    if view.acked_at is not None:
        report.acknowledged_seconds = (view.acked_at - view.opened_at).total_seconds()
        report.acknowledged_by = view.owner_name or ""


def text_of(report: DrillReport) -> str:
    """The report in Korean, for the screen and the file beside the JSON."""
    opened = f"{report.opened_at.astimezone(KST):%Y-%m-%d %H:%M:%S}"
    lines = [
        f"[훈련] 보고서 {report.receipt}  ({opened} 한국 시각, {report.level})",
        f"결과: {'통과' if report.passed else '실패'}",
        f"시계: {'게이트웨이의 시계' if report.clock == 'running' else '훈련이 직접 돌린 시계'}",
        f"첫 알림이 닿기까지: {_seconds(report.first_delivered_seconds)}",
        f"확인까지: {_seconds(report.acknowledged_seconds)} {report.acknowledged_by}".rstrip(),
        f"닿은 곳: {', '.join(report.reached) or '없음'}",
        f"실패한 곳: {'; '.join(report.failed) or '없음'}",
    ]
    return "\n".join(lines) + "\n"


def save(report: DrillReport, folder: Path) -> Path:
    """Write ``<receipt>.json`` and ``<receipt>.txt`` into the folder; returns the JSON's path."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{report.opened_at:%Y%m%d-%H%M%S}-{report.receipt}"
    path = folder / f"{stem}.json"
    data: dict[str, Any] = {"test": True, "passed": report.passed, **asdict(report)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, default=datetime.isoformat), encoding="utf-8")
    path.with_suffix(".txt").write_text(text_of(report), encoding="utf-8")
    return path


def _seconds(value: float | None) -> str:
    return "없었어요" if value is None else f"{value:.1f}초"
