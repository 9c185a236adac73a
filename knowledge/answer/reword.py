"""Reword: a chat model, when one is configured, says the composed lines in plainer Korean; checked, or not used."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

import structlog

from knowledge.answer.reword_check import fault, rules
from knowledge.answer.verify import unsupported

log = structlog.get_logger()


class Rewording:
    """One chat model of LangChain; it sees the composed lines and the masked question, and decides nothing.

    Guarantees: ``reword`` never raises and never takes longer than ``timeout``; what it returns states no figure, link
    or promise that the composed lines do not, and leaves out none that leads. After repeated failures it rests.
    """

    def __init__(
        self, model: str, base_url: str, api_key: str, timeout: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._base_url, self._key, self._timeout = model, base_url, api_key, timeout
        self._clock = clock
        self._model: Any = None
        self._failures, self._unusable = 0, False
        self._paused_until = float("-inf")

    @property
    def state(self) -> Literal["ok", "starting", "paused", "unusable"]:
        """For the health page; unusable: a provider that LangChain does not know, or whose package is not here."""
        if self._unusable:
            return "unusable"
        if self._clock() < self._paused_until:
            return "paused"
        return "ok" if self._model is not None else "starting"

    def load(self) -> None:
        """Import LangChain and make the client (a second or two, no network); until then nothing is reworded.

        Raises what LangChain raises for a name it cannot use; the state is then "unusable".
        """
        from langchain.chat_models import init_chat_model

        more: dict[str, Any] = {"base_url": self._base_url} if self._base_url else {}
        more |= {"api_key": self._key} if self._key else {}
        more |= {"timeout": self._timeout, "max_retries": 0, "temperature": 0, "max_tokens": rules().max_tokens}
        try:
            self._model = init_chat_model(self._name, **more)
        except Exception:
            self._unusable = True
            raise

    async def reword(self, question: str, lines: Sequence[str], sources: Sequence[str]) -> list[str] | None:
        """The lines in other words, those that must stay in their place; None: use the composed ones.

        Only lines composed from one guide, whose statements are ``sources``, are sent to the model.
        """
        before, body, after = parted(lines)
        if self.state != "ok" or not _of_one_guide(lines, body, sources):
            return None
        try:
            async with asyncio.timeout(self._timeout):
                said = await self._say(question, body)
                wrong = await asyncio.to_thread(fault, said, body, sources)
        except Exception as error:  # noqa: BLE001 - whatever a provider's client raises, the composed answer is there
            wrong, said = type(error).__name__, ""
        self._count(wrong)
        return None if wrong else [*before, *(line.strip() for line in said.splitlines() if line.strip()), *after]

    async def _say(self, question: str, body: Sequence[str]) -> str:
        # As JSON, no text can pretend to be the end of its own block.
        asked = json.dumps({"질문": question, "줄": list(body)}, ensure_ascii=False)
        said = ""
        async for piece in self._model.astream([("system", rules().system), ("human", asked)]):
            if piece.tool_call_chunks or piece.additional_kwargs.get("refusal"):
                raise ValueError("a tool call or a refusal")
            if piece.response_metadata.get("finish_reason") not in (None, "stop"):
                raise ValueError("not finished")
            said += str(piece.text)
            if len(said) > 2 * rules().max_chars:
                raise ValueError("endless")
        return said.strip()

    def _count(self, wrong: str) -> None:
        if not wrong:
            self._failures = 0
            return
        # Only the kind of fault: the rest may hold a person's words.
        log.warning("reword.not_used", reason=wrong.partition(":")[0], prompt=rules().version)
        self._failures += 1
        if self._failures >= rules().failures_before_pause:
            self._failures, self._paused_until = 0, self._clock() + rules().pause_seconds
            log.error("reword.paused", seconds=rules().pause_seconds)


def _of_one_guide(lines: Sequence[str], body: Sequence[str], sources: Sequence[str]) -> bool:
    begun = [number for number, line in enumerate(lines) if re.search(rules().begins, line)]
    return begun == [0] and len(body) > 1 and not unsupported("\n".join(body), sources)


def parted(lines: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The lines that stay in front, those to reword, and those that stay behind."""
    stays = [bool(line.strip()) and any(re.search(kind, line) for kind in rules().stays) for line in lines]
    start = next((i for i, stay in enumerate(stays) if not stay), len(lines))
    end = next((i for i in range(len(lines), start, -1) if not stays[i - 1]), start)
    return list(lines[:start]), list(lines[start:end]), list(lines[end:])
