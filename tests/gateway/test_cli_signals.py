"""``ieum signals``: a file goes in with what came of it, bad lines are named and kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.build import now
from tests.gateway import test_cli
from tests.gateway.test_cli import Ieum

ieum = test_cli.ieum

DAY = now().date().isoformat()
KINDS = ("단전", "단수", "건강보험료 체납", "실업")
GOOD = "".join(f"{kind},{DAY},서울 관악구 신림로 12 201호\n" for kind in KINDS)
FROM = ("--source", "한국전력", "--basis", "discovery")


def csv(path: Path, body: str, head: str = "종류,발생일,주소\n") -> Path:
    path.write_text(head + body, encoding="utf-8")
    return path


def test_a_file_goes_in_and_a_household_surfaces(ieum: Ieum, tmp_path: Path):
    file = csv(tmp_path / "signals.csv", GOOD)
    ran = ieum("signals", "import", file, *FROM)
    assert ran.code == 0, ran.err
    assert "새 위기정보 4건" in ran.out and "사건 1건" in ran.out
    again = ieum("signals", "import", file, *FROM)
    assert again.code == 0 and "새 위기정보 0건, 이미 있던 것 4건" in again.out and "사건 0건" in again.out


def test_bad_lines_are_named_and_kept_apart(ieum: Ieum, tmp_path: Path):
    file = csv(tmp_path / "signals.csv", GOOD + f"달,{DAY},서울 관악구 신림로 12\n" * 30)
    ran = ieum("signals", "import", file, *FROM)
    assert ran.code == 1 and "새 위기정보 4건" in ran.out
    assert "6번째 줄: kind: 모르는 종류예요" in ran.err and "40번째" not in ran.err and "30개" in ran.err
    apart = tmp_path / "signals.csv.rejected.csv"
    assert len(apart.read_text(encoding="utf-8").splitlines()) == 31
    elsewhere = tmp_path / "elsewhere.csv"
    assert ieum("signals", "import", file, *FROM, "--rejected", elsewhere).code == 1 and elsewhere.exists()


@pytest.mark.parametrize(
    ("head", "sender", "why"),
    [
        ("종류,발생일\n", FROM, "꼭 있어야 할 항목"),
        ("종류,발생일,주소\n", ("--source", "한전", "--basis", "moon"), "discovery"),
        ("종류,발생일,주소\n", ("--source", " ", "--basis", "discovery"), "source"),
    ],
)
def test_a_file_or_sender_that_will_not_do_ends_with_2(
    ieum: Ieum,
    tmp_path: Path,
    head: str,
    sender: tuple[str, ...],
    why: str,
):
    ran = ieum("signals", "import", csv(tmp_path / "s.csv", GOOD, head), *sender)
    assert ran.code == 2 and why in ran.err and "Traceback" not in ran.err


def test_a_file_that_is_not_there_ends_with_2(ieum: Ieum, tmp_path: Path):
    assert ieum("signals", "import", tmp_path / "none.csv", *FROM).code == 2


def test_kinds_and_grounds_are_listed(ieum: Ieum):
    ran = ieum("signals", "kinds")
    assert ran.code == 0 and "power_cut" in ran.out and "discovery" in ran.out
