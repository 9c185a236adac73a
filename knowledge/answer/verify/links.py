"""Links: addresses with and without a scheme, bare hosts and e-mail addresses, each compared as a whole."""

from __future__ import annotations

import re

from knowledge.answer.verify.fold import fold
from knowledge.answer.verify.words import words

_END = r"[^\s()\[\]<>{}\"'“”‘’「」『』|`]"
LINK = re.compile(
    rf"[a-z][a-z0-9+.-]{{1,20}}://{_END}+"
    rf"|(?:mailto|javascript|data|intent):{_END}+"
    # A bare host: a label after the first begins with Latin letters (a particle may be glued to the last one).
    rf"|[\w%+@-]+(?:\.[\w@-]+)*?\.(?=[a-z]{{2}})[\w-]+(?:\.[\w-]+)*(?:[:/?#]{_END}*)?",
    re.I,
)


def links(text: str) -> set[str]:
    """Every link in ``text`` as written, without trailing punctuation; a particle glued to it stays on it."""
    return {match.group().rstrip(".,/;:!?·") for match in LINK.finditer(fold(text))}


def without(folded: str) -> str:
    """The folded text with a blank in the place of every link, so that no digit of a link counts as a figure."""
    return LINK.sub(" ", folded)


def forms(link: str) -> set[str]:
    """One address as it may be written: without its scheme, with and without the particle behind it."""
    head, scheme, tail = link.rpartition("://")
    bare = tail if scheme and head.lower() in ("http", "https") else link
    host, slash, path = bare.partition("/")
    bare = host.lower() + slash + path
    # What stands right behind a slash is part of the path, not a particle.
    return {bare, re.sub(rf"(?<=[\w]){words().particles}$", "", bare).rstrip("/")}
