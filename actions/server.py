"""The action server: Rasa's webhook protocol (formats/rasa.md §4) as one route, reachable only with its token."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable
from types import ModuleType

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from actions import (
    answer,
    delete_data,
    feedback,
    handover,
    leave_question,
    recommend,
    report_status,
    submit_report,
    validate_profile,
    validate_report,
)
from actions.call import Call, Done, Tools, parse

log = structlog.get_logger()

_MODULES: tuple[ModuleType, ...] = (
    answer, delete_data, feedback, handover, leave_question, recommend, report_status, submit_report, validate_profile,
    validate_report,
)  # fmt: skip
ACTIONS: dict[str, Callable[[Call, Tools], Done]] = {module.NAME: module.run for module in _MODULES}


def action_router(tools: Tools, token: str) -> APIRouter:
    """``POST /actions/{token}``: 200 with events and responses, 400 for a malformed call, 404 for an unknown action or
    a wrong token. A failing action answers 500, which Rasa turns into silence and the gateway into a knowledge answer.
    """
    router = APIRouter(include_in_schema=False)

    @router.post("/actions/{given}")
    async def webhook(given: str, request: Request) -> JSONResponse:
        if not hmac.compare_digest(given.encode(), token.encode()):
            return JSONResponse({"error": "없는 주소입니다"}, 404)
        try:
            body = await request.json()
            # Half a letter is JSON but no text: no database and no answer could hold it.
            json.dumps(body, ensure_ascii=False).encode()
            call = parse(body)
        except (ValueError, RecursionError) as error:
            return JSONResponse({"error": str(error)}, 400)
        run = ACTIONS.get(call.action)
        if run is None:
            return JSONResponse({"error": f"모르는 동작 {call.action}; 있는 동작: {', '.join(sorted(ACTIONS))}",
                                 "action_name": call.action}, 404)  # fmt: skip
        try:
            done = await asyncio.to_thread(run, call, tools)
        except Exception:
            log.exception("action.failed", action=call.action)
            return JSONResponse({"error": "동작이 실패했습니다", "action_name": call.action}, 500)
        return JSONResponse({"events": done.events, "responses": done.responses})

    return router
