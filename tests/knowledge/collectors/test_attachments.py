"""Papers are read from HWP, HWPX and PDF, fetched only from where they may be, and judged with the notice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.bids.match import Matcher
from knowledge.collectors.attachments import PaperError, addresses, read_papers, text_of
from knowledge.collectors.source import Record
from tests.fakes import papers
from tests.fakes.http_server import serving
from tests.knowledge.bids.kit import TODAY, firm, notice
from tests.knowledge.collectors.kit import client, records_of, store_at

LIMIT = "정보통신공사업으로 등록한 업체여야 한다."


@pytest.mark.parametrize("made", [papers.hwp, papers.hwpx])
def test_hangul_files_are_read(made: Callable[[str], bytes]) -> None:
    assert LIMIT in text_of(made(LIMIT))


def test_a_pdf_is_read() -> None:
    assert "Bid notice 2026" in text_of(papers.pdf("Bid notice 2026"))


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Contents/section0.xml", b"\0" * 201 * 1024 * 1024)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.4 nothing", papers.hwp("가")[:700], papers.hwpx("가")[:200], _bomb()],
    ids=["empty", "text", "pdf", "hwp", "hwpx", "bomb"],
)
def test_what_cannot_be_read_is_told(data: bytes) -> None:
    with pytest.raises(PaperError, match="공고문"):
        text_of(data, "공고문")


def test_only_known_hosts_and_files_are_fetched() -> None:
    body = {
        "ntceSpecDocUrl1": "https://www.g2b.go.kr/a", "ntceSpecFileNm1": "제안요청서.HWPX",
        "ntceSpecDocUrl2": "https://g2b.go.kr.evil.example/a", "ntceSpecFileNm2": "a.pdf",
        "ntceSpecDocUrl3": "file:///etc/passwd", "ntceSpecFileNm3": "a.pdf",
        "ntceSpecDocUrl4": "https://www.g2b.go.kr/b", "ntceSpecFileNm4": "virus.exe",
    }  # fmt: skip
    assert list(addresses(body, ["g2b.go.kr"])) == [("https://www.g2b.go.kr/a", "제안요청서.HWPX")]


async def test_the_papers_of_a_notice_rule_it_out(tmp_path: Path) -> None:
    import asyncio

    files = {"/good": papers.hwp(LIMIT), "/broken": b"hello"}

    async def server(scope: Any, receive: Any, send: Any) -> None:
        body = files.get(scope["path"])
        await send({"type": "http.response.start", "status": 200 if body else 404, "headers": []})
        await send({"type": "http.response.body", "body": body or b""})

    records = records_of(store_at(tmp_path))
    async with serving(server) as base:
        rows = [
            notice(bidNtceNo=name, ntceSpecDocUrl1=f"{base}/{name}", ntceSpecFileNm1="공고문.hwp")
            for name in ("good", "broken", "gone")
        ]
        records.hold("g2b")
        records.keep("g2b", [Record.of(row, ("bidNtceNo",)) for row in rows], None)
        asked = (records, client(), "g2b", ["127.0.0.1"], 10)
        read, wrong = await asyncio.to_thread(read_papers, *asked)
        assert read == 1 and len(wrong) == 2
        files["/gone"] = papers.hwpx(LIMIT)
        assert await asyncio.to_thread(read_papers, *asked) == (1, [])
        assert await asyncio.to_thread(read_papers, *asked) == (0, [])
    kept = [{**one.body, "text": one.paper} for one in records.current("g2b")]
    assert [one.notice.id for one in Matcher.of_rows(kept).match(firm(), TODAY)] == ["broken"]
