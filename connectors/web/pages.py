"""Renders the web's templates with strict headers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import ChoiceLoader, FileSystemLoader

from connectors.web.consent import consent_words
from connectors.web.content import page_words
from connectors.web.security import CSRF_COOKIE, csrf_of, harden, keep
from connectors.web.shapes import SEOUL

_TEMPLATES = Jinja2Templates(directory=Path(__file__).parent / "templates")
_POINT = re.compile(r"\s*[-·•]\s+(.*)$")


def _clock(at: datetime) -> str:
    return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")


def _blocks(text: str) -> list[tuple[bool, list[str]]]:
    """Runs of lines: True for a list's points (their dash or dot taken off), False for prose."""
    marked = [(_POINT.match(run), run) for run in text.split("\n")]
    runs = [(points, list(lines)) for points, lines in groupby(marked, key=lambda pair: pair[0] is not None)]
    read = [(points, [found.group(1) if found else run for found, run in lines]) for points, lines in runs]
    return [(points, lines) for points, lines in read if "".join(lines).strip()]


def _page_data() -> str:
    words = page_words()
    return json.dumps(
        {
            "waiting": [w.model_dump() for w in words.waiting],
            "numbers": [n.model_dump() for n in words.numbers],
            "crisis": words.crisis.model_dump(),
            "urgent": words.urgent,
        },
        ensure_ascii=False,
    )


_TEMPLATES.env.filters.update(clock=_clock, blocks=_blocks)
_TEMPLATES.env.globals.update(words=page_words, page_data=_page_data)


def page(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
    """The template ``name`` filled with ``context`` and the page's words; never cached, no inline script allowed."""
    return harden(_TEMPLATES.TemplateResponse(request, name, context, status_code=status))


def report_page(request: Request, name: str, **context: Any) -> Response:
    """A page of reporting: with the browser's form token and the consent boxes; it may ask where the person is."""
    token = csrf_of(request)
    response = page(request, name, csrf=token, consent=consent_words(), **context)
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    keep(response, request, CSRF_COOKIE, token)
    return response


def pages_of(folder: Path) -> Callable[..., Response]:
    """A ``page`` whose templates lie in ``folder`` and may extend those of the web."""
    ours = _TEMPLATES.env.loader
    loader = ChoiceLoader([FileSystemLoader(folder), *([ours] if ours else [])])
    templates = Jinja2Templates(env=_TEMPLATES.env.overlay(loader=loader))

    def show(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
        return harden(templates.TemplateResponse(request, name, context, status_code=status))

    return show
