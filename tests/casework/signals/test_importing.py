"""A CSV of any length and with anything in it: good lines in, bad lines apart, again without harm."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from casework.signals.csv_file import LONGEST_LINE, LOOKED_AT, FileError, open_csv
from casework.signals.importing import Apart, BadLine, Imported, import_file
from casework.signals.incoming import sender_of
from casework.signals.intake import Taken

from .conftest import Feed

HEAD = "종류,발생일,주소,개월,번호\n"
GOOD = '단전,2026-02-20,"서울 관악구 신림로 12, 201호",,K-1\n'


def run(feed: Feed, content: bytes | io.RawIOBase, apart: Path, told: list[BadLine] | None = None) -> Imported:
    file = io.BytesIO(content) if isinstance(content, bytes) else content
    sender = sender_of("한국전력", "discovery", "file", feed.signals.rules)
    return import_file(feed.signals, file, sender, Apart(apart), (told if told is not None else []).append)  # type: ignore[arg-type]


def test_good_lines_go_in_and_bad_ones_apart_with_number_and_reason(feed: Feed, tmp_path: Path):
    bad = ["moon,2026-02-20,서울 관악구 신림로 12,,", '단수,2026-02-20,"신림로,,', "단수,2026-02-20", "a\x00,b,c,d,e"]
    content = HEAD + GOOD + bad[0] + "\n\n" + GOOD.replace("K-1", "K-2") + "\n".join(bad[1:]) + "\n"
    told: list[BadLine] = []
    apart = tmp_path / "bad.csv"
    assert run(feed, content.encode(), apart, told) == Imported(Taken(2, 0), 4)
    assert [one.number for one in told] == [3, 6, 7, 8]
    kept = apart.read_text(encoding="utf-8").splitlines()
    assert kept[0] == HEAD.strip() + ",줄,까닭"
    assert kept[1].startswith(bad[0] + ",3,") and "모르는 종류" in kept[1]
    assert kept[2].startswith(bad[1] + ",6,") and "따옴표" in kept[2]
    assert "칸이 2개" in kept[3]
    assert apart.stat().st_mode & 0o077 == 0
    assert not any("신림로" in one.why for one in told)


def test_a_file_again_changes_nothing_and_one_cut_short_is_gone_on_with(feed: Feed, tmp_path: Path):
    lines = [GOOD.replace("K-1", f"K-{number}") for number in range(1200)]
    part = (HEAD + "".join(lines[:700])).encode()
    assert run(feed, part, tmp_path / "b").taken == Taken(700, 0)
    assert run(feed, (HEAD + "".join(lines)).encode(), tmp_path / "b").taken == Taken(500, 700)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_encodings_of_public_offices_are_read(feed: Feed, tmp_path: Path, encoding: str):
    content = (HEAD + GOOD + "달,2026-02-20,서울 관악구 신림로 12,,\n").replace("\n", "\r\n").encode(encoding)
    assert run(feed, content, tmp_path / "b") == Imported(Taken(1, 0), 1)
    assert "모르는 종류" in (tmp_path / "b").read_bytes().decode(encoding)


def test_a_line_in_another_encoding_spoils_only_itself(feed: Feed, tmp_path: Path):
    plenty = "".join(GOOD.replace("K-1", f"K-{number}") for number in range(LOOKED_AT // 60))
    content = (HEAD + plenty).encode() + GOOD.encode("cp949") + GOOD.replace("K-1", "last").encode()
    done = run(feed, content, tmp_path / "b")
    assert done == Imported(Taken(LOOKED_AT // 60 + 1, 0), 1)
    assert "UTF-8로 읽었어요" in (tmp_path / "b").read_bytes().decode("utf-8", "replace")


def test_an_endless_line_is_passed_over(feed: Feed, tmp_path: Path):
    content = (HEAD + "가" * 500_000 + "\n" + GOOD).encode()
    told: list[BadLine] = []
    assert run(feed, content, tmp_path / "b", told) == Imported(Taken(1, 0), 1)
    assert told[0].number == 2 and "너무 길어요" in told[0].why
    assert (tmp_path / "b").stat().st_size < 3 * LONGEST_LINE


class Endless(io.RawIOBase):
    """A file of a gigabyte that exists only where it is read; knows how far it was read."""

    def __init__(self) -> None:
        self.at, self.line = 0, (GOOD + "").encode()
        self.head = HEAD.encode()

    def readline(self, size: int | None = -1) -> bytes:
        if self.at == 0:
            self.at = len(self.head)
            return self.head
        self.at += len(self.line)
        return self.line if self.at < 2**30 else b""

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= LOOKED_AT, "the whole file must never be asked for"
        return (self.head + self.line * 1000)[:size]

    def seek(self, offset: int, whence: int = 0) -> int:
        assert offset == 0
        self.at = 0
        return 0


def test_a_huge_file_is_read_only_as_far_as_it_is_used(feed: Feed):
    file = Endless()
    _, rows = open_csv(file, feed.signals.rules)  # type: ignore[arg-type]
    assert [next(rows).number for _ in range(3)] == [2, 3, 4]
    assert file.at < 1000


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "비어 있어요"),
        (b"\n\n", "비어 있어요"),
        ("종류,발생일\n".encode(), "꼭 있어야 할 항목이 없어요: address"),
        ("발생일,주소\n".encode(), "kind"),
        ("종류,발생일,주소,주민등록번호\n".encode(), "주민등록번호"),
        ("종류,발생일,주소,address\n".encode(), "두 번"),
        ('"종류,발생일\n'.encode(), "꼭 있어야"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "항목"),
        ("가".encode() * 5000, "항목"),
    ],
)
def test_a_file_whose_header_is_wrong_leaves_everything_as_it_was(feed: Feed, tmp_path: Path, content: bytes, why: str):
    with pytest.raises(FileError, match=why):
        run(feed, content, tmp_path / "b")
    assert not (tmp_path / "b").exists()
