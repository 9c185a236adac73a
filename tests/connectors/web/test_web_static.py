"""Static files: our own and two npm packages, nothing else; the lock names no registry; nothing inline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

import connectors.web

HERE = Path(connectors.web.__file__).parent
FONT = "/static/npm/krds-uiux/resources/fonts/PretendardGOV-Regular.subset.woff2"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/web/base.css", "text/css"),
        ("/static/web/chat/main.js", "text/javascript"),
        ("/static/npm/krds-uiux/resources/css/component/output.css", "text/css"),
        ("/static/npm/krds-uiux/resources/css/token/krds_tokens.css", "text/css"),
        ("/static/npm/htmx.org/dist/htmx.min.js", "text/javascript"),
        (FONT, "font/woff2"),
    ],
)
async def test_served_with_type_and_cache_headers(client: httpx.AsyncClient, path: str, kind: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200, f"{path}: run scripts/setup.sh web"
    assert response.headers["content-type"].startswith(kind)
    assert response.headers["cache-control"] == ("no-cache" if "/web/" in path else "public, max-age=604800")
    unchanged = await client.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert (unchanged.status_code, unchanged.headers["cache-control"]) == (304, response.headers["cache-control"])


@pytest.mark.parametrize(
    "path",
    [
        "/static/npm/axe-core/axe.min.js",
        "/static/npm/.package-lock.json",
        "/static/npm/krds-uiux/package.json",
        "/static/npm/krds-uiux/resources/css/none.css",
        "/static/npm/krds-uiux/../axe-core/axe.min.js",
        "/static/npm/krds-uiux/%2e%2e/axe-core/axe.min.js",
        "/static/npm/krds-uiux/..%2faxe-core/axe.min.js",
        "/static/npm/krds-uiux//etc/passwd.css",
        "/static/web/..%2f..%2fchannel.py",
        "/static/web/%00.css",
        "/static/web/" + "a" * 400 + ".css",
        "/static/web/chat",
    ],
)
async def test_everything_else_is_not_there(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path, follow_redirects=True)).status_code == 404


async def test_files_are_not_written_to(client: httpx.AsyncClient) -> None:
    assert (await client.put("/static/web/base.css", content=b"x")).status_code == 405


def test_every_address_in_our_styles_exists() -> None:
    for sheet in (HERE / "static").glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8")):
            assert address.startswith("/static/npm/")
            assert (HERE / "node_modules" / address.removeprefix("/static/npm/")).is_file(), address


def test_templates_carry_nothing_inline() -> None:
    for template in (HERE / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|\|\s*safe|https?://", text), template


def test_lock_pins_every_package_and_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert {"node_modules/krds-uiux", "node_modules/htmx.org", "node_modules/axe-core"} == set(packages)
    for name, entry in packages.items():
        assert "resolved" not in entry and entry["integrity"].startswith("sha512-"), name
