"""POST /channels/kakao: the address to enter as skill URL in the chatbot admin centre."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from connectors.channel import Channel, Gateway, off_reason
from connectors.intake import Refused, is_json, read_json, same_secret, secret_of
from connectors.kakao.channel import Kakao
from connectors.kakao.data import Limits, Texts, limits, texts
from connectors.kakao.inbound import read
from connectors.off import Off


class KakaoChannel(Kakao):
    """The Kakao channel with its HTTP face; see ``create``."""

    def __init__(self, gateway: Gateway, secret: str, bounds: Limits, words: Texts) -> None:
        super().__init__(gateway, bounds, words)
        self._secret, self._bounds = secret, bounds
        self.router = APIRouter(tags=["channels"])
        self.router.add_api_route(
            "/channels/kakao",
            self.receive,
            methods=["POST"],
            name="kakao",
            summary="카카오톡 챗봇 스킬 서버",
            responses={code: {"description": why} for code, why in _REFUSALS.items()},
            openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _ANY}}}},
        )

    async def receive(self, request: Request) -> JSONResponse:
        """Check the X-Skill-Token header, read the SkillPayload and answer a SkillResponse v2.0."""
        started = time.monotonic()
        try:
            self._admit(request)
            payload = await read_json(request, self._bounds.body_bytes)
            skill = read(payload, self._message_id(request))
        except Refused as refused:
            return refused.response()
        return JSONResponse(await self.answer(skill, started))

    def _admit(self, request: Request) -> None:
        token = request.headers.get("x-skill-token")
        if token is None:
            raise Refused(401, "unauthorized", "X-Skill-Token 헤더가 없습니다.")
        if not same_secret(token, self._secret):
            raise Refused(403, "forbidden", "X-Skill-Token 헤더 값이 다릅니다.")
        if not is_json(request):
            given = request.headers.get("content-type", "없음")[:80]
            raise Refused(
                415, "unsupported_media_type", f"Content-Type은 application/json이어야 합니다. 받은 것: {given}"
            )

    def _message_id(self, request: Request) -> str:
        given = request.headers.get("x-request-id", "").strip()
        return given if given.isprintable() and given.isascii() and len(given) <= self._bounds.message_id else ""


def create(gateway: Gateway, bounds: Limits | None = None, words: Texts | None = None) -> Channel:
    """Make the channel, or its switched-off stand-in when IEUM_KAKAO_SECRET is not set."""
    secret = secret_of(gateway.setting("kakao_secret"))
    if not secret:
        return Off("kakao", off_reason("kakao", "IEUM_KAKAO_SECRET"))
    return KakaoChannel(gateway, secret, bounds or limits(), words or texts())


_ANY = {"type": "object", "description": "SkillPayload"}
_REFUSALS: dict[int | str, str] = {
    400: "JSON이 아니거나 SkillPayload가 아님",
    401: "비밀 헤더가 없음",
    403: "비밀 헤더가 다름",
    408: "본문이 늦음",
    413: "본문이 너무 큼",
    415: "JSON이 아닌 Content-Type",
}
