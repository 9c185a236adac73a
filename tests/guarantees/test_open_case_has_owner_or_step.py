"""Guarantee 2: every open case has an owner or a pending step; the end of the policy is loud, never silent."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from casework import audit
from casework.cases import MoveError
from casework.escalation.port import Outcome
from casework.escalation.roster import Roster
from casework.policy import LEVELS, rank
from tests.casework import kit

ACTORS = st.sampled_from([kit.MINJI, kit.HANA, kit.BOSS, kit.EDITOR])
WEATHER = {
    "fair": Outcome(ok=True),
    "later": Outcome(ok=False),
    "never": Outcome(ok=False, permanent=True),
}


class AnyLife(RuleBasedStateMachine):
    """Citizens, caseworkers, vendors and time do whatever they like, in any order."""

    @initialize()
    def open_house(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.context = kit.world("sqlite", Path(self.folder.name))
        self.world = self.context.__enter__()
        self.levels: dict[str, str] = {}

    @rule(level=st.sampled_from(LEVELS), subject=st.sampled_from(["self", "other"]), person=st.integers(1, 3))
    def hear(self, level: str, subject: str, person: int) -> None:
        opened = self.world.hear(level, subject, f"web:{person}")
        before = self.levels.get(opened.case_id, "normal")
        assert rank(opened.level) == max(rank(before), rank(level)), "the level only rises"
        self.levels[opened.case_id] = opened.level

    @rule(person=st.integers(1, 3), danger=st.booleans(), number=st.integers(1, 4))
    def report(self, person: int, danger: bool, number: int) -> None:
        key = f"{person}-{danger}-{number}"
        opened = self.world.report(key, conversation=f"web:{person}", danger_now=danger)
        assert self.world.cases.status(opened.receipt, opened.code or "")
        self.levels[opened.case_id] = opened.level

    @rule(minutes=st.sampled_from([0, 1, 3, 5, 15, 30, 120, 600, 3000]))
    def time_passes(self, minutes: int) -> None:
        asyncio.run(self.world.after(minutes=minutes))

    @rule(minutes=st.integers(1, 3000))
    def time_passes_unwatched(self, minutes: int) -> None:
        self.world.time += kit.timedelta(minutes=minutes)

    @rule(weather=st.sampled_from(sorted(WEATHER)))
    def weather_turns(self, weather: str) -> None:
        self.world.sent.answers["*"] = [WEATHER[weather]]

    @rule(roster=st.sampled_from([kit.TEAM, Roster.nobody(), Roster.single(kit.FIRST)]))
    def roster_changes(self, roster: Roster) -> None:
        self.world.call(roster)

    @rule(data=st.data(), who=ACTORS, move=st.sampled_from(["acknowledge", "take", "contact", "link", "note", "close"]))
    def somebody_moves(self, data: st.DataObject, who: kit.Actor, move: str) -> None:
        if not self.levels:
            return
        case_id = data.draw(st.sampled_from(sorted(self.levels)))
        cases = self.world.cases
        reasons = [reason.id for reason in self.world.policy.policy.close_reasons]
        acts = {
            "acknowledge": lambda: cases.acknowledge(case_id, who, "console"),
            "take": lambda: cases.take(case_id, who),
            "contact": lambda: cases.contact(case_id, who, "통화"),
            "link": lambda: cases.link(case_id, who, "복지관", ""),
            "note": lambda: cases.note(case_id, who, "메모"),
            "close": lambda: cases.close(case_id, who, data.draw(st.sampled_from(reasons)), ""),
        }
        before = cases.get(case_id)
        try:
            after = acts[move]()
        except MoveError as refusal:
            assert str(refusal)
            assert cases.get(case_id) == before, "a refused move changes nothing"
        else:
            assert move in before.moves or move == "take" or after.owner_id == before.owner_id == who.id

    @invariant()
    def every_open_case_has_somebody_or_something_due(self) -> None:
        for row in self.world.cases.queue() if self.levels else ():
            if row.state in ("received", "notified"):
                assert row.next_due_at is not None and row.owner_id is None and row.contact_due_at is None
            elif row.state == "acknowledged":
                assert row.owner_id is not None and row.contact_due_at is not None
            else:
                assert row.owner_id is not None
            if row.owner_id is not None:
                assert row.next_due_at is None and not row.unanswered

    @invariant()
    def whoever_is_unanswered_is_heard(self) -> None:
        if self.levels and any(row.unanswered or row.no_one_on_call for row in self.world.cases.queue()):
            health = self.world.clock.health()
            assert health["unanswered"] > 0 and not health["ok"]

    def teardown(self) -> None:
        if hasattr(self, "context"):
            assert audit.verify(self.world.store) is None
            self.context.__exit__(None, None, None)
            self.folder.cleanup()


AnyLife.TestCase.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
test_any_life = AnyLife.TestCase


async def test_left_alone_a_case_never_falls_silent(tmp_path: Path):
    for level in LEVELS:
        (tmp_path / level).mkdir()
        with kit.world("sqlite", tmp_path / level) as world:
            world.hear(level)
            quiet = max(world.policy.rule(level).repeat_after_minutes, 1440)
            for _ in range(20):
                assert await world.after(minutes=quiet), "somebody is told again and again until a person answers"
            assert not world.clock.health()["ok"]
