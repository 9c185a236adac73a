"""The web channel: the chat page, the report page and their REST faces."""

from connectors.web.channel import WebChannel, create

__all__ = ["WebChannel", "create"]
