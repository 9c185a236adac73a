"""mask: identity numbers go in every disguise; numbers people need stay."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.privacy.mask import CARD, FOREIGN, LICENCE, PASSPORT, RESIDENT, mask

SPOKEN = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\ufe0f\U000e0001\U000e0020"


def dates() -> st.SearchStrategy[str]:
    return st.builds("{:02d}{:02d}{:02d}".format, st.integers(0, 99), st.integers(1, 12), st.integers(1, 31))


def numbers() -> st.SearchStrategy[str]:
    return st.builds("{}{}{:06d}".format, dates(), st.sampled_from("12345678"), st.integers(0, 999_999))


@pytest.mark.parametrize(
    "written",
    [
        "900101-1234567",
        "900101 1234567",
        "9001011234567",
        "９００１０１－１２３４５６７",
        "9 0 0 1 0 1 1 2 3 4 5 6 7",
        "90.01.01.1234567",
        "900101–1234567",
        "9\u200b00101\u2060-12\ufeff34567",
        "900101\U000e0001-\U000e00201234567",
        "".join(chr(0xE0000 + ord(c)) for c in "900101-1234567"),
        "9️⃣0️⃣0️⃣1️⃣0️⃣1️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
        "𝟗𝟎𝟎𝟏𝟎𝟏-𝟏𝟐𝟑𝟒𝟓𝟔𝟕",
        "⑨⓪⓪①⓪①-①②③④⑤⑥⑦",
        "9OO1O1-1234567",
        "&#57;00101-1234567",
        "구공공일공일 다시 일이삼사오육칠",
        "구공공일공일일이삼사오육칠이에요",
        "제 번호 이 구공공일공일일이삼사오육칠",
        "구0공1공1-1이34567",
        "앞자리는 900101이고 뒷자리는 1234567",
        "900101-1234567원",
    ],
)
def test_a_resident_number_goes_in_every_disguise(written: str) -> None:
    found = mask(f"저는 {written} 입니다")
    assert found.found == (RESIDENT,)
    assert "가림]" in found.text
    assert not re.search(r"234567|234５|이삼사|삼사오육", found.text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("800101-5123456", FOREIGN),
        ("1234-5678-9012-3456", CARD),
        ("4539 1488 0343 6467", CARD),
        ("4539148803436467", CARD),
        ("M12345678", PASSPORT),
        ("M123A4567", PASSPORT),
        ("11-12-345678-90", LICENCE),
        ("서울 12-345678-90", LICENCE),
        ("면허번호 111234567890", LICENCE),
    ],
)
def test_its_kin_go_too(written: str, name: str) -> None:
    found = mask(f"번호는 {written} 이에요")
    assert found.found == (name,)
    assert f"[{name} 가림]" in found.text


@pytest.mark.parametrize(
    "kept",
    [
        "010-1234-5678", "01012345678", "010 1234 5678 로 56세 어머니께", "02-123-4567", "031)123-4567", "1577-0199",
        "109", "+82 10-1234-5678", "123-45-67890", "1,234,567,890,123원", "2024-01-01 010-1234-5678", "2024. 1. 1.",
        "접수번호 R-7K3M-9Q", "100000 2000000원", "월 63만 4천원", "사십오만원 이십육일 오후 네시",
        "공고 제2024-1234호", "이 일이 있어서 이사 오는 구 공사", "공일공 일이삼사 오육칠팔", "301동 1502호",
    ],
)  # fmt: skip
def test_numbers_people_need_stay(kept: str) -> None:
    assert mask(kept) == (kept, ())


@given(numbers(), st.lists(st.sampled_from(["", " ", "-", ".", "·", "/", *INVISIBLE]), min_size=13, max_size=13))
def test_whatever_stands_between_the_digits(number: str, gaps: list[str]) -> None:
    # Without a mark in its middle "90 01011234567" is as well a mobile phone after a number, which a caseworker needs.
    gaps[5] = gaps[5] if gaps[5] and gaps[5] not in INVISIBLE else "-"
    written = "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    masked = mask(f"번호: {written} 끝")
    assert {RESIDENT, FOREIGN} & set(masked.found)
    assert not re.search(r"\d{3}", "".join(c for c in masked.text if c.isdigit()))


def test_digits_before_a_business_number_or_a_date_make_it_a_resident_number() -> None:
    assert mask("000 101-10-00000").found == ("주민등록번호",)
    assert mask("사업자 101-10-00000").text == "사업자 101-10-00000"
    assert mask("000101-2000 00 0").found == ("주민등록번호",) and not mask("기준일 2026 11 22").found


def test_ten_digits_after_three_are_no_phone_without_its_zero() -> None:
    assert mask("번호: 000 101\u200b1000000 끝").found and mask("000 1011000000").found
    assert mask("8201011000000").found and not mask("+8210-1100-0000").found and not mask("82 10 1100 0000").found


@given(numbers(), st.lists(st.booleans(), min_size=13, max_size=13))
def test_any_mixture_of_spoken_and_written_digits(number: str, aloud: list[bool]) -> None:
    written = "".join(SPOKEN[d] if say else d for d, say in zip(number, aloud, strict=True))
    assert mask(written).found


@given(st.text())
def test_never_raises_and_twice_is_once(text: str) -> None:
    once = mask(text)
    assert mask(once.text).text == once.text


@given(st.text(alphabet="가나다라마바사 .!?", max_size=80))
def test_plain_talk_is_untouched(text: str) -> None:
    assert mask(text) == (text, ())


@pytest.mark.parametrize("hostile", ["9 0 0 1 " * 5_000, "구공공일공일" * 5_000, "\u200b" * 40_000, "&#57;" * 8_000])
def test_a_hostile_length_takes_no_more_than_a_moment(hostile: str) -> None:
    started = time.process_time()
    mask(hostile)
    assert time.process_time() - started < 4
