"""Hangul letters: syllables to letters and back, the two keyboards, initial consonants, and how a word sounds."""

from __future__ import annotations

import re

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_SPLIT = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_JOIN = {two: one for one, two in _SPLIT.items()}
_KEYS = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        strict=True,
    )
)
_LETTER = {key: letter for letter, key in _KEYS.items()}
_SINGLE = "[ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ]"
_SYLLABLE = re.compile(
    rf"([{LEADS}])({'|'.join(two for two in _JOIN if two[0] in VOWELS)}|{_SINGLE})"
    rf"((?:{'|'.join(two for two in _JOIN if two[0] in LEADS)}|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?!{_SINGLE}))?"
)
_FIRST, _LAST = ord("가"), ord("힣")
_SOUND = str.maketrans(
    "ㄲㄸㅃㅆㅉㅐㅒㅖㅙㅚㅝㅢㅟ", "ㄱㄷㅂㅅㅈㅔㅔㅔㅞㅞㅓㅣㅣ"
)  # Letters that people mix up since they sound alike, or nearly.
_FLAT = str.maketrans("ㅑㅕㅛㅠ", "ㅏㅓㅗㅜ")
_CLOSED = str.maketrans("ㄲㅋㄳㄺㅅㅆㅈㅊㅌㅎㅍㅄㄵㄶㄻㄼㄽㄾㄿㅀ", "ㄱㄱㄱㄱㄷㄷㄷㄷㄷㄷㅂㅂㄴㄴㅁㄹㄹㄹㅂㄹ")


def parts_of(syllable: str) -> tuple[str, str, str]:
    """Lead, vowel and tail ("" for none) of one syllable of 가-힣."""
    number = ord(syllable) - _FIRST
    return LEADS[number // 588], VOWELS[number % 588 // 28], TAILS[number % 28]


def is_syllable(char: str) -> bool:
    """Whether ``char`` is a whole syllable."""
    return _FIRST <= ord(char) <= _LAST


def syllable(lead: str, vowel: str, tail: str = "") -> str:
    """The syllable of these letters; raises ValueError for letters that make none."""
    return chr(_FIRST + LEADS.index(lead) * 588 + VOWELS.index(vowel) * 28 + TAILS.index(tail))


def initials(text: str) -> str:
    """The lead consonants of the syllables of ``text``, other characters left out."""
    return "".join(LEADS[(ord(c) - _FIRST) // 588] for c in text if is_syllable(c))


def sound(word: str) -> str:
    """How the syllables of ``word`` sound, as letters; words that are often mistaken for each other share it."""
    out = []
    for char in word:
        lead, vowel, tail = parts_of(char)
        vowel = vowel.translate(_FLAT) if lead in "ㅅㅆㅈㅉㅊ" else vowel
        out.append((lead + vowel).translate(_SOUND) + tail.translate(_CLOSED))
    return "".join(out)


def to_hangul(keys: str) -> str:
    """What these Latin keys write on a Korean keyboard, as a Korean input method joins them."""
    typed = "".join(_LETTER.get(key) or _LETTER.get(key.lower(), key) for key in keys)
    return _SYLLABLE.sub(lambda m: syllable(m[1], _JOIN.get(m[2], m[2]), _JOIN.get(m[3] or "", m[3] or "")), typed)


def to_keys(text: str) -> str:
    """The Latin keys that write ``text`` on a Korean keyboard; other characters stay."""
    out = []
    for char in text:
        for letter in parts_of(char) if is_syllable(char) else (char,):
            out += [_KEYS.get(each, each) for each in _SPLIT.get(letter, letter)]
    return "".join(out)
