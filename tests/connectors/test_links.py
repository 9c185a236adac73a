"""What a link is to a chat channel."""

from __future__ import annotations

import pytest

from connectors.links import cite, kind, phone_number
from connectors.message import Citation


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("tel:109", "phone"),
        ("tel:+82-2-120", "phone"),
        ("tel:1577-0199", "phone"),
        ("https://www.bokjiro.go.kr/a?b=1", "web"),
        ("https://복지로.한국/", "web"),
        ("http://www.example.go.kr/", "plain"),
        ("https://localhost/a", "plain"),
        ("https://1.2.3.4/", "plain"),
        ("sms:109", "plain"),
        ("tel:비상", "plain"),
        ("javascript:alert(1)", "unsafe"),
        ("data:text/html,x", "unsafe"),
        ("https://a.kr/\nx", "unsafe"),
        ("https://a.kr/a b", "unsafe"),
        ("https://[a.kr", "unsafe"),
        ("", "unsafe"),
    ],
)
def test_links_are_sorted(url: str, expected: str) -> None:
    assert kind(url) == expected


def test_a_citation_is_one_line_and_its_address_another() -> None:
    source = Citation("g", "청년월세", "지원 금액", "https://a.go.kr/1", "2026-03-01")
    assert cite(source, with_url=False) == "근거: 청년월세 · 지원 금액 (2026-03-01 기준)"
    assert cite(source, with_url=True).endswith("기준)\nhttps://a.go.kr/1")
    assert cite(Citation("g", "청년월세", "", "javascript:x", ""), with_url=True) == "근거: 청년월세"
    assert phone_number("tel:1577-0199") == "1577-0199"
