"""Proof that a form came from our own page."""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request


def token_for(key: bytes, binding: str) -> str:
    """The token of one session or login page; useless for any other."""
    return hmac.new(key, f"ieum.console.csrf:{binding}".encode(), hashlib.sha256).hexdigest()


def genuine(key: bytes, binding: str, token: str) -> bool:
    """Compare in constant time; any text is allowed."""
    return hmac.compare_digest(token_for(key, binding).encode(), token.encode("utf-8", "replace"))


def same_origin(request: Request) -> bool:
    """False when the browser itself says that the form came from another site.

    ``Sec-Fetch-Site`` is believed when present; otherwise ``Origin`` must name our own host. Neither present is
    allowed: the token decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host", "")
