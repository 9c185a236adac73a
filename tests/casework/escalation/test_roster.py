from pathlib import Path

import pytest

from casework.escalation.port import Contact, Route
from casework.escalation.roster import Roster, RosterError
from tests.casework.kit import FIRST, SECOND, TEAM

GOOD = """
contacts:
  - {id: minji, name: 민지, telegram: -1001234, email: minji@example.org}
  - {id: hana, name: 하나, webhook: "https://hana.example/hook"}
  - {id: silent, name: 조용}
steps:
  - contacts: [minji, silent]
  - contacts: [hana]
  - contacts: [silent]
"""


def _load(tmp_path: Path, text: str) -> Roster:
    path = tmp_path / "roster.yaml"
    path.write_text(text, encoding="utf-8")
    return Roster.load(path)


def test_a_roster_from_a_file(tmp_path: Path):
    roster = _load(tmp_path, GOOD)
    assert [c.id for c in roster.who(0)] == ["minji"], "a contact without a route cannot be told"
    assert roster.who(0)[0].routes == (Route("telegram", "-1001234"), Route("email", "minji@example.org"))
    assert [c.id for c in roster.who(1)] == ["hana"]
    assert [c.id for c in roster.who("all")] == ["minji", "hana"]
    assert [c.id for c in roster.who(2)] == ["minji", "hana"], "a step of unreachable people is everyone"
    assert roster.by_target("telegram", "-1001234") == roster.who(0)[0]
    assert roster.by_target("telegram", "7") is None


def test_a_step_past_the_end_is_the_last_step():
    assert TEAM.who(9) == (SECOND,)
    assert Roster.single(FIRST).who(5) == (FIRST,)


def test_reachable_means_somebody_with_a_route():
    assert TEAM.reachable()
    assert not Roster.nobody().reachable()
    assert not Roster.single(Contact("silent", "조용", ())).reachable()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("contacts: [}", "YAML"),
        ("", "전체"),
        (GOOD.replace("[hana]", "[nobody]"), "nobody"),
        (GOOD.replace("id: hana", "id: minji"), "minji"),
        (GOOD.replace("minji@example.org", "minji.example.org"), "email"),
        (GOOD.replace("https://hana", "ftp://hana"), "ftp://hana"),
        (GOOD.replace("-1001234", "이천"), "telegram"),
        (GOOD.replace("name: 하나", "nmae: 하나"), "nmae"),
        (GOOD.replace("[hana]", "[]"), "contacts"),
    ],
)
def test_a_faulty_roster_names_its_fault(tmp_path: Path, text: str, named: str):
    with pytest.raises(RosterError, match=named):
        _load(tmp_path, text)


def test_a_missing_roster_is_named(tmp_path: Path):
    with pytest.raises(RosterError, match="roster"):
        Roster.load(tmp_path / "roster.yaml")
