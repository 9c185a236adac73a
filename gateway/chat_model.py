"""The optional chat model as the settings describe it."""

from __future__ import annotations

import threading

import structlog

from gateway.settings import Settings
from knowledge.answer.reword import Rewording

log = structlog.get_logger()


def rewording_of(settings: Settings) -> Rewording | None:
    """The Rewording, loading in the background; None (and LangChain never imported) without IEUM_CHAT_MODEL."""
    if not settings.chat_model:
        return None
    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""
    rewording = Rewording(settings.chat_model, settings.chat_base_url, key, settings.chat_timeout_seconds)
    threading.Thread(target=_load, args=(rewording,), name="chat-model", daemon=True).start()
    return rewording


def _load(rewording: Rewording) -> None:
    try:
        rewording.load()
    except Exception as error:  # noqa: BLE001 - a provider that is not installed or a name it does not know
        log.error("chat_model.unusable", error=f"{type(error).__name__}: {error}"[:300])
