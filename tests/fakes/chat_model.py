"""A strict OpenAI-compatible chat server on loopback: it refuses what the real one refuses, and can lie and fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.http_server import serving

KEY, MODEL = "fake-chat-key", "plain-1"
Mode = Literal[
    "normal", "stall", "break", "429", "500", "html", "empty", "tool", "refusal", "cut", "endless", "nonsense"
]
FIELDS = {
    "model": str, "messages": list, "stream": bool, "temperature": (int, float), "max_tokens": int,
    "max_completion_tokens": int, "stream_options": dict, "n": int,
}  # fmt: skip
"""What a request may hold, and of which type; anything else is refused as the real server does."""


class FakeChatModel:
    """``async with FakeChatModel(say) as chat``: ``url`` is its base address, ``asked`` every accepted request's body.

    ``say(payload)`` gives the answer to the JSON in the last message; ``mode`` is how the server behaves; ``refused``
    says why requests were turned down; ``calls`` counts all of them.
    """

    def __init__(self, say: Callable[[dict[str, Any]], str]) -> None:
        self.url, self.say = "", say
        self.mode: Mode = "normal"
        self.asked: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.calls = 0
        self.release = asyncio.Event()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> FakeChatModel:
        app = Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])
        self.url = await self._stack.enter_async_context(serving(app)) + "/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.release.set()
        await self._stack.aclose()

    async def _complete(self, request: Request) -> Response:
        self.calls += 1
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return self._refuse(401, "invalid_api_key", "Incorrect API key provided")
        if request.headers.get("content-type", "").split(";")[0] != "application/json":
            return self._refuse(415, "invalid_request_error", "Unsupported content type")
        body = await request.json()
        if wrong := _wrong(body):
            return self._refuse(400, "invalid_request_error", wrong)
        self.asked.append(body)
        if self.mode == "429":
            return self._refuse(429, "rate_limit_exceeded", "Rate limit reached")
        if self.mode == "500":
            return self._refuse(500, "server_error", "The server had an error")
        if self.mode == "html":
            return HTMLResponse("<html><body>점검 중이에요</body></html>")
        if self.mode == "stall":
            await self.release.wait()
        words = self.say(json.loads(body["messages"][-1]["content"]))
        return StreamingResponse(self._stream(words), media_type="text/event-stream")

    async def _stream(self, words: str) -> AsyncIterator[str]:
        for number, delta in enumerate(self._deltas(words)):
            if self.mode == "break" and number == 2:
                raise ConnectionResetError("the stream breaks")
            yield _event(delta)
            await asyncio.sleep(0)
        yield _event({}, {"cut": "length", "tool": "tool_calls"}.get(self.mode, "stop"))
        yield "data: [DONE]\n\n"

    def _deltas(self, words: str) -> Iterator[dict[str, Any]]:
        yield {"role": "assistant", "content": ""}
        if self.mode == "tool":
            yield {"tool_calls": [{"index": 0, "id": "1", "type": "function",
                                   "function": {"name": "send", "arguments": "{}"}}]}  # fmt: skip
        elif self.mode == "refusal":
            yield {"refusal": "I'm sorry, I can't help with that."}
        elif self.mode != "empty":
            text = {"endless": words * 500, "nonsense": "<html>\u0000{}</html>"}.get(self.mode, words)
            yield from ({"content": text[at : at + 7]} for at in range(0, len(text), 7))

    def _refuse(self, status: int, code: str, message: str) -> Response:
        self.refused.append(message)
        return JSONResponse({"error": {"message": message, "type": code, "param": None, "code": code}}, status)


def _wrong(body: Any) -> str:
    if not isinstance(body, dict) or not {"model", "messages"} <= set(body):
        return "you must provide a model and messages"
    for name, value in body.items():
        if name not in FIELDS:
            return f"Unrecognized request argument supplied: {name}"
        if not isinstance(value, FIELDS[name]):
            return f"Invalid type for '{name}'"
    if body["model"] != MODEL:
        return f"The model `{body['model']}` does not exist"
    if [message.get("role") for message in body["messages"]] != ["system", "user"]:
        return "a system and a user message, in this order"
    return "" if body.get("stream") is True else "this server only streams"


def _event(delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice]}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
