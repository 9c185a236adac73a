"""How the process logs: one line per event, tracebacks without local values, identity numbers masked in every line."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from casework.privacy.mask import mask


def configure(level: str) -> None:
    """Set up structlog and the standard loggers (uvicorn, httpx, telegram); ``level`` is ours, theirs is WARNING.

    Guarantees: a traceback shows code and never the values of variables, which hold what people wrote (and takes
    milliseconds: rendering values takes seconds, for which somebody in danger would wait); no line of any logger
    carries an identity number.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.dev.set_exc_info,
            structlog.processors.TimeStamper(fmt="iso"),
            _Masked(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
        cache_logger_on_first_use=False,
    )
    handler = _Stderr()
    handler.setFormatter(_MaskedFormatter("%(asctime)s [%(levelname)s] %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for DEBUG when it is imported


class _Masked:
    """Renders an event as text and masks it as a whole."""

    def __init__(self) -> None:
        plain = structlog.dev.plain_traceback
        self._render = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), exception_formatter=plain)

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        return mask(str(self._render(logger, name, event))).text


class _Stderr(logging.Handler):
    """Writes to what standard error is when a record comes, which a supervisor or a test may have changed."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stderr)
        except Exception:  # noqa: BLE001 - a logger must never stop what it tells of
            self.handleError(record)


class _MaskedFormatter(logging.Formatter):
    """Masks the formatted record, its traceback included."""

    def format(self, record: logging.LogRecord) -> Any:
        return mask(super().format(record)).text
