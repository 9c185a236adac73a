"""A channel without its secret: it exists, answers every call with the reason, and does nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from connectors.message import Reply


class Off:
    """A switched-off channel with the same surface as a working one.

    Its POST route answers 503 ``{"error": "channel_off", "detail": reason}``, ``push`` is always False and
    ``health`` starts with "off: ".
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        self.router = APIRouter(tags=["channels"])
        self.router.add_api_route(
            f"/channels/{name}", self._refuse, methods=["POST"], status_code=503, name=f"{name}_off", summary=reason
        )

    async def start(self) -> None:
        """Do nothing: there is nothing to listen to."""

    async def stop(self) -> None:
        """Do nothing."""

    async def push(self, address: Mapping[str, str], reply: Reply) -> bool:
        """Return False: nobody can be reached here."""
        return False

    def health(self) -> str:
        """Say "off: " and the setting that is missing."""
        return f"off: {self.reason}"

    async def _refuse(self) -> JSONResponse:
        return JSONResponse({"error": "channel_off", "detail": self.reason}, status_code=503)
