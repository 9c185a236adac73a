"""One shape for every error of the REST faces: {"error": {"code", "message"}} with a Korean message."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError


class Problem(Exception):
    """An answerable mistake of the caller: HTTP status, a stable English code, a Korean sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class ErrorBody(BaseModel):
    """What went wrong: a stable code and a Korean sentence."""

    code: str
    message: str


class ErrorAnswer(BaseModel):
    """The body of every error."""

    error: ErrorBody


def problem_response(problem: Problem) -> JSONResponse:
    """The problem as JSON; never cached."""
    body = {"error": {"code": problem.code, "message": problem.message}}
    return JSONResponse(body, status_code=problem.status, headers={"Cache-Control": "no-store"})


class JsonRoute(APIRoute):
    """A route whose Problems, and FastAPI's own complaints, become that one shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except Problem as problem:
                return problem_response(problem)
            except RequestValidationError as error:
                return problem_response(Problem(422, "invalid_field", describe(error.errors())))

        return handler


_WORDS = {
    "missing": "빠졌어요",
    "extra_forbidden": "모르는 항목이에요",
    "string_too_short": "비어 있거나 너무 짧아요(최소 {min_length}자)",
    "string_too_long": "너무 길어요(최대 {max_length}자)",
    "string_type": "글자여야 해요",
    "string_pattern_mismatch": "쓸 수 없는 글자가 있어요(영문, 숫자, _, -만)",
    "bool_parsing": "true 또는 false여야 해요",
    "bool_type": "true 또는 false여야 해요",
    "int_parsing": "정수여야 해요",
    "literal_error": "정해진 값이 아니에요({expected} 가운데 하나)",
    "int_type": "정수여야 해요",
    "int_from_float": "정수여야 해요",
    "float_parsing": "숫자여야 해요",
    "float_type": "숫자여야 해요",
    "finite_number": "숫자여야 해요",
    "list_type": "목록([...])이어야 해요",
    "model_type": "JSON 객체여야 해요",
    "too_short": "너무 적어요(최소 {min_length}개)",
    "too_long": "너무 많아요(최대 {max_length}개)",
    "greater_than_equal": "{ge} 이상이어야 해요",
    "less_than_equal": "{le} 이하여야 해요",
}


def describe(errors: Any, names: Mapping[str, str] | None = None) -> str:
    """The first three complaints of pydantic as one Korean sentence; ``names`` are fields' Korean names."""
    said = []
    for error in list(errors)[:3]:
        name = ".".join(str(step) for step in error["loc"] if step not in ("body", "query", "path")) or "본문"
        shown = (names or {}).get(name, name)[:60].encode("utf-8", "replace").decode()
        said.append(f"'{shown}': {_WORDS.get(error['type'], '쓸 수 없는 값이에요').format(**error.get('ctx', {}))}")
    return "보낸 내용을 확인해 주세요. " + ", ".join(said)


def invalid(error: ValidationError) -> Problem:
    """A pydantic complaint as a 422."""
    return Problem(422, "invalid_field", describe(error.errors()))
