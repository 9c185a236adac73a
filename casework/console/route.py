"""Every answer of the desk leaves through here: problems become pages, headers keep the pages to ourselves."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from casework.console.problem import Elsewhere, Problem
from casework.console.render import page

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


class DeskRoute(APIRoute):
    """A route whose problems are Korean pages and whose every response bears the security headers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler FastAPI built."""
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                response = await handler(request)
            except Problem as problem:
                response = page("problem.html", problem.status, code=problem.status, text=problem.text)
            except Elsewhere as elsewhere:
                response = _send_to(request, elsewhere.path)
            response.headers.update(HEADERS)
            return response

        return guarded


def _send_to(request: Request, path: str) -> Response:
    if request.headers.get("hx-request"):
        # htmx would paste a followed redirect into the middle of the page.
        return HTMLResponse("", status_code=401, headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)
