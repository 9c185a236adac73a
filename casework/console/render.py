"""Turning a template into a page: always escaped, times in Korea, words from the data files."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.console.times import clock, kst, span
from casework.console.waiting import waiting
from casework.console.words import desk_words
from casework.words import words

UNMARKED = "0" * 16
HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """The templates; autoescape is on for every file and an unknown name in one is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters.update(kst=kst, clock=clock, span=span, base64=lambda content: base64.b64encode(content).decode())
    env.globals.update(words=words(), desk=desk_words(), waiting_of=waiting)
    return env


def page(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render one template file to a response."""
    return HTMLResponse(environment().get_template(template).render(**context), status_code=status)


def fragment(template: str, **context: Any) -> str:
    """Render one template file to text."""
    return environment().get_template(template).render(**context)


def marked(template: str, **context: Any) -> tuple[str, str]:
    """A refreshing part and the mark of its content; the template names ``mark`` once, in its first tag."""
    body = fragment(template, **context, mark=UNMARKED)
    mark = hashlib.sha256(body.encode()).hexdigest()[:16]
    return body.replace(UNMARKED, mark, 1), mark
