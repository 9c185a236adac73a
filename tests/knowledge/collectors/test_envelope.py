"""What an answer says of itself, in all the ways the services have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.collectors.envelope import decode, read
from knowledge.collectors.errors import Again, Empty, QuotaReached, Refused
from knowledge.collectors.source import Record, count, listed


def _told(code: Any) -> bytes:
    return json.dumps({"response": {"header": {"resultCode": code, "resultMsg": "x"}}}).encode()


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, _told("03"), Empty), (200, _told("22"), QuotaReached), (200, _told("30"), Refused),
        (200, _told("05"), Again), (200, _told(99), Again), (200, _told("7"), Refused),
        (401, b"Unauthorized", Refused), (403, b"Forbidden", Refused), (429, b"API rate limit exceeded", Again),
        (429, b"API token quota exceeded", QuotaReached), (500, b"Unexpected error", Again), (502, b"", Again),
        (404, b"nothing here", Refused), (200, b"", Again), (200, b'{"a":', Again), (200, b"[]", Again),
        (200, b"<html><body>x</body></html>", Again),
        (401, b'{"code":-401,"msg":"x"}', Refused), (200, b'{"code":-4,"msg":"x"}', Refused),
        (200, b'[{"dsSch":[]},{"resHeader":[{"SS_CODE":"N"}]}]', Again),
    ],
)  # fmt: skip
def test_no_success_is_told_apart(status: int, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(status, body, "json")


@pytest.mark.parametrize("code", ["00", 0, "0", "000", "INFO-000", 200])
def test_success_has_many_spellings(code: Any) -> None:
    assert read(200, _told(code), "json")


def test_xml_bombs_are_no_data() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(Again):
        read(200, bomb, "xml")


def test_encodings_are_read_as_declared() -> None:
    assert decode('<?xml version="1.0" encoding="EUC-KR"?><a>가</a>'.encode("cp949")).endswith("<a>가</a>")
    assert decode("가".encode("cp949")) == "가" and decode(b"\xef\xbb\xbf{}") == "{}"


@pytest.mark.parametrize("value", ["", None, {}, [], {"item": ""}, {"item": []}])
def test_no_rows_have_many_spellings(value: Any) -> None:
    assert listed(value) == []


def test_rows_have_many_spellings_too() -> None:
    assert listed({"item": {"a": 1}}) == listed({"item": [{"a": 1}]}) == listed({"a": 1}) == listed([{"a": 1}])
    assert [count(value) for value in ("1,234", 7, "", None, "많음")] == [1234, 7, None, None, None]


def test_a_record_is_the_same_whatever_the_order_of_its_fields() -> None:
    one, other = Record.of({"a": 1, "b": "x"}, ("a",)), Record.of({"b": "x", "a": 1}, ("a",))
    assert one == other and one.key == "1"
    assert Record.of({"b": "x"}, ("a",)).key.startswith("?")
