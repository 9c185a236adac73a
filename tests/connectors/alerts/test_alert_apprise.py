"""Apprise addresses: a real service of Apprise against a real server, and what is refused."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors.alerts.apprise_push import AppriseAlerts
from tests.fakes.alert_sinks import served


class JsonService:
    """What Apprise's json:// talks to."""

    def __init__(self) -> None:
        self.taken: list[dict] = []
        self.status = 200
        self.app = Starlette(routes=[Route("/in", self._in, methods=["POST"])])

    async def _in(self, request: Request) -> Response:
        self.taken.append(await request.json())
        return PlainTextResponse("ok", self.status)


async def test_a_service_of_apprise_takes_it(alert):
    service = JsonService()
    async with served(service.app) as base:
        target = base.replace("http://", "json://") + "/in"
        assert (await AppriseAlerts().send(alert(kind="apprise", target=target))).ok
        service.status = 503
        refused = await AppriseAlerts().send(alert(kind="apprise", target=target))
    assert (refused.ok, refused.permanent) == (False, False)
    assert "위험 신호" in service.taken[0]["title"] and "/ack" in service.taken[0]["message"]


@pytest.mark.parametrize("target", ["", "no-address", "nobody-knows://x", "syslog://", "file:///etc/passwd", "DBUS://"])
async def test_what_reaches_nobody_is_refused_without_its_address(alert, target):
    outcome = await AppriseAlerts().send(alert(kind="apprise", target=target))
    assert outcome.permanent and (not target or target not in outcome.detail)
