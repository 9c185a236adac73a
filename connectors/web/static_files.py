"""Serves the web's own files and an allow-list of npm packages, with cache headers."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

HERE = Path(__file__).parent
PACKAGES = ("krds-uiux", "htmx.org")
"""npm packages whose files pages may load; everything else under node_modules stays private."""

_SUFFIXES = (".css", ".js", ".woff2", ".woff", ".svg", ".png", ".webmanifest")
_OWN, _PACKAGE = "no-cache", "public, max-age=604800"


def static_router(static: Path = HERE / "static", modules: Path = HERE / "node_modules") -> APIRouter:
    """GET /static/web/<path> and /static/npm/<package>/<path>; 404 for anything outside, 304 when unchanged."""
    router = APIRouter(include_in_schema=False)
    own = StaticFiles(directory=static)
    packages = {name: StaticFiles(directory=modules / name, check_dir=False) for name in PACKAGES}

    @router.api_route("/static/web/{path:path}", methods=["GET", "HEAD"])
    async def own_file(request: Request, path: str) -> Response:
        return await _serve(own, path, request, _OWN)

    @router.api_route("/static/npm/{name}/{path:path}", methods=["GET", "HEAD"])
    async def package_file(request: Request, name: str, path: str) -> Response:
        if name not in packages:
            raise HTTPException(404)
        return await _serve(packages[name], path, request, _PACKAGE)

    return router


async def _serve(files: StaticFiles, path: str, request: Request, cache: str) -> Response:
    if not path.endswith(_SUFFIXES) or "\x00" in path or len(path) > 300:
        raise HTTPException(404)
    response = await files.get_response(path, request.scope)
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
