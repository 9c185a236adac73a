"""What keeps the pages safe: strict headers, the sender cookie, and the two checks of a form post."""

from __future__ import annotations

import hmac
import re
import secrets
from urllib.parse import urlsplit

from fastapi import Request, Response

from connectors.web.problem import Problem
from connectors.web.shapes import SENDER

SENDER_COOKIE, CSRF_COOKIE = "ieum_sender", "ieum_csrf"
_DAY = 24 * 60 * 60

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script or style, nothing from elsewhere, no framing."""


def harden(response: Response) -> Response:
    """Put the strict headers on a page."""
    response.headers.update(
        {
            "Content-Security-Policy": CSP,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "no-store",
        }
    )
    return response


def sender_of(request: Request) -> str | None:
    """The sender the cookie holds, or None when it is missing or malformed."""
    sender = request.cookies.get(SENDER_COOKIE, "")
    return sender if re.fullmatch(SENDER, sender) else None


def csrf_of(request: Request) -> str:
    """The browser's form token, or a fresh one."""
    token = request.cookies.get(CSRF_COOKIE, "")
    return token if re.fullmatch(r"[A-Za-z0-9_-]{43}", token) else secrets.token_urlsafe(32)


def keep(response: Response, request: Request, name: str, value: str) -> None:
    """Set one cookie that scripts cannot read and other sites cannot send with a post."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=30 * _DAY, httponly=True, samesite="lax", secure=secure, path="/")


def require_own_form(request: Request, token: str, public_url: str) -> None:
    """Problem 403 unless the post comes from our own page: its Origin, and the token in both cookie and form."""
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    foreign = origin is not None and origin.partition("://")[2] not in ours
    given = request.cookies.get(CSRF_COOKIE, "")
    if foreign or not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise Problem(403, "foreign_form", "안전을 위해 보내지 못했어요. 화면을 새로 열고 다시 보내 주세요.")
