"""Two questions in one message, told apart where each has a subject or asks for something of its own."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.answer.facets import attributes, detect, is_plain, subject_terms
from knowledge.search.query.vocabulary import Found, Vocabulary

MOST, READ = 3, 400
"""Parts at most; longer messages are stories, and taken whole."""
_ENDS = re.compile(r"(?<=[?？!\n])|(?<=[요다죠까음][.,])\s|(?:^|\s)(?:그리고|글고|그리구|또한?|추가로)(?=[\s,])[\s,]*")
_AND = re.compile(r"^(?P<asked>.{0,24}?)(?:이?랑|하고|하구|와|과|및|고요?|,|/|·)[\s,]*$", re.DOTALL)
_TOGETHER = re.compile(
    r"같이|중복|동시|함께|차이|비교|다른|달라|다르|둘\s?중|중에|보다|대신|아니면|나을|낫|vs", re.IGNORECASE
)
"""Words that ask about two things at once: one question."""
_AND_ENDS = re.compile(r"[\s,]*(?:이?랑|하고|하구|와|과|및)?[\s,]*$")


def parts(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The questions in a message, at most MOST, in order; the message alone when it is one question. Pure."""
    text = question.strip()
    if len(text) > READ or not (subjects := _subjects(text, vocabulary)):
        return (text,)
    asked = _sentences(text, vocabulary)
    if len(asked) == 1:
        asked = _joined(text, subjects, vocabulary)
    return tuple(asked[:MOST])


def _subjects(text: str, vocabulary: Vocabulary) -> list[Found]:
    """Names in ``text`` that say what is asked about; an alias like 서류 목록 only says what is asked for."""
    return [found for found in vocabulary.names.longest(text) if len(found.name) > 2 and is_subject(found.name)]


def is_subject(name: str) -> bool:
    """Whether a name says what is asked about, and not only what of it."""
    own = [term for term in subject_terms(name) if term not in attributes()]
    return len(own) > (1 if is_plain(name) else 0)


def _sentences(text: str, vocabulary: Vocabulary) -> list[str]:
    """Sentences that ask, each with the statements before it; one without a subject is given the subject before."""
    asked: list[str] = []
    told, subject, facet = "", "", ""
    for piece in (piece.strip(" ,") for piece in _ENDS.split(text) if piece and piece.strip(" ,.")):
        own = _subjects(piece, vocabulary)
        if not is_plain(piece) and "?" not in piece:
            told = f"{told} {piece}".strip()
            continue
        named, wanted = own[-1].name if own else "", detect(piece)[0]
        whole = f"{told} {piece}".strip()
        if asked and named and not _same(named, subject, vocabulary):
            asked.append(whole)
        elif asked and not named and is_plain(piece) and wanted != facet and not _TOGETHER.search(piece):
            asked.append(f"{_written(subject, text, vocabulary)} {whole}")
        elif asked:
            asked[-1] += f" {whole}"
        else:
            asked.append(whole)
        told, subject, facet = "", named or subject, wanted
        if not subject:
            return [text]
    return [*asked[:-1], f"{asked[-1]} {told}".strip()] if len(asked) > 1 else [text]


def _joined(text: str, subjects: list[Found], vocabulary: Vocabulary) -> list[str]:
    """A 자격이랑 B 서류 → A 자격, B 서류; A랑 B 자격 → A 자격, B 자격."""
    if _TOGETHER.search(text[subjects[0].end :]):
        return [text]
    for i, (one, other) in enumerate(pairwise(subjects)):
        between = _AND.match(text[one.end : other.start])
        if not between or _same(one.name, other.name, vocabulary):
            continue
        if is_plain(between["asked"]):
            return [_AND_ENDS.sub("", text[: one.end] + between["asked"]), text[other.start :]]
        listed = [
            each for each in subjects[i:] if each.start <= other.start or _AND.match(text[other.end : each.start])
        ]
        rest = text[listed[-1].end :]
        if len(between["asked"]) < 2 and is_plain(rest):
            return [text[each.start : each.end] + rest for each in listed]
    return [text]


def _same(one: str, other: str, vocabulary: Vocabulary) -> bool:
    return one == other or bool(set(vocabulary.names.docs[one]) & set(vocabulary.names.docs.get(other, ())))


def _written(name: str, text: str, vocabulary: Vocabulary) -> str:
    return next((text[f.start : f.end] for f in vocabulary.names.longest(text) if f.name == name), name)
