"""The gateway's own faces: health, metrics and search (DESIGN §7)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from connectors.web.body import clean, read_json
from connectors.web.chat_api import ERRORS, body_of
from connectors.web.problem import ErrorAnswer, JsonRoute, Problem
from gateway.health import health
from knowledge.index.snapshot import SnapshotError

if TYPE_CHECKING:
    from gateway.app import Running


class SearchRequest(BaseModel):
    """What to search for; a query of 1 to 1,000 characters, 1 to 50 results."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, StringConstraints(min_length=1, max_length=1_000), BeforeValidator(clean)]
    top_k: int = Field(5, ge=1, le=50)


class Found(BaseModel):
    """One found guide with its best section."""

    id: str
    section: str
    title: str
    score: float
    text: str


def face_router(running: Running) -> APIRouter:
    """/healthz, /metrics and /api/search of one running gateway; errors have the one shape of connectors.web."""
    router = APIRouter(route_class=JsonRoute)

    @router.get("/healthz", tags=["operations"])
    async def healthz() -> JSONResponse:
        """200 with ok or degraded and every part's state; 503 until ready."""
        building, supervisor = running.building, running.supervisor
        ready, body = await asyncio.to_thread(
            health, building.library, building.store, building.clock.health, supervisor.status if supervisor else None,
            running.channels, building.pusher.health(), building.house.rewording,
            running.auditor.state if running.auditor else "off",
        )  # fmt: skip
        return JSONResponse(body, 200 if ready else 503)

    @router.get("/metrics", tags=["operations"])
    async def metrics() -> Response:
        """Prometheus text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @router.post(
        "/api/search", tags=["knowledge"], response_model=list[Found], openapi_extra=body_of(SearchRequest),
        responses={**ERRORS, 503: {"model": ErrorAnswer}},
    )  # fmt: skip
    async def search(request: Request) -> Any:
        """The best guides for a query, best first; 503 while the index is being built for the first time."""
        asked = await read_json(request, SearchRequest)
        try:
            searcher = running.building.library.searcher
        except SnapshotError as error:
            raise Problem(503, "not_ready", str(error)) from error
        hits = await asyncio.to_thread(searcher.search, asked.query, asked.top_k)
        return [
            Found(
                id=h.doc, section=h.passage.section, title=h.passage.title, score=round(h.score, 6), text=h.passage.text
            )
            for h in hits
        ]

    return router
