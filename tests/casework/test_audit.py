"""A changed, missing, slipped-in or cut-off audit row is found."""

import pytest
from sqlalchemy import text

from casework import audit
from tests.casework.kit import MINJI, World


def _fill(world: World) -> None:
    case_id = world.hear().case_id
    world.cases.acknowledge(case_id, MINJI, "console")
    world.cases.contact(case_id, MINJI, "통화")
    world.cases.close(case_id, MINJI, "safe", "")


def test_a_whole_chain_verifies(world: World):
    assert audit.verify(world.store) is None
    _fill(world)
    assert audit.verify(world.store) is None


@pytest.mark.parametrize(
    ("damage", "seq"),
    [
        ("UPDATE audit SET actor_name = '다른 사람' WHERE seq = 2", 2),
        ("UPDATE audit SET detail = '{}' WHERE seq = 1", 1),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit", 1),
        ("DELETE FROM audit_head", 4),
        ("INSERT INTO audit SELECT 4, at, actor_id, actor_name, role, action, subject, detail, previous, hash"
         " FROM audit WHERE seq = 3", 4),
    ],
)  # fmt: skip
def test_damage_is_found_at_its_row(world: World, damage: str, seq: int):
    _fill(world)
    with world.store.session() as session:
        session.execute(text(damage))
    broken = audit.verify(world.store)
    assert broken is not None
    assert broken.seq == seq


def test_an_act_that_failed_leaves_no_audit_row(world: World):
    with pytest.raises(RuntimeError), world.store.session() as session:
        audit.record(session, world.time, MINJI, "reveal", "C-X", purpose="왜")
        raise RuntimeError
    with world.store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM audit")) == 0
