"""The one way out for alerts: picks the sender by the kind of the route."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import SecretStr

from connectors.alerts.apprise_push import AppriseAlerts
from connectors.alerts.email import EmailAlerts
from connectors.alerts.message import Delivered, OutgoingAlert, Sender
from connectors.alerts.outcome import never
from connectors.alerts.sms import SmsAccount, SmsAlerts
from connectors.alerts.telegram import TelegramAlerts
from connectors.alerts.webhook import WebhookAlerts


class Pusher:
    """Sends any alert, whatever its kind.

    ``setting`` reads one IEUM_* setting by its field name (as in connectors.channel.Gateway). ``trusted_urls`` are
    the webhook addresses that the operator wrote into the roster file; IEUM_ALERT_WEBHOOK_URL is one anyway. A kind
    without its settings is off and says so in every Delivered. Raises ValueError when IEUM_ALERT_WEBHOOK_SECRET is
    unusable.
    """

    def __init__(self, setting: Callable[[str], Any], trusted_urls: Iterable[str] = ()) -> None:
        self._missing = _missing(setting)
        self._senders: Mapping[str, Sender] = {
            "telegram": TelegramAlerts(_plain(setting("telegram_token")), setting("telegram_api_base")),
            "webhook": WebhookAlerts(
                _plain(setting("alert_webhook_secret")), [setting("alert_webhook_url"), *trusted_urls]
            ),
            "email": EmailAlerts(
                setting("smtp_host"),
                setting("smtp_port"),
                user=setting("smtp_user"),
                password=_plain(setting("smtp_password")),
                starttls=setting("smtp_starttls"),
                sender=setting("smtp_from"),
            ),
            "sms": SmsAlerts(_account(setting), setting("sms_api_base")),
            "apprise": AppriseAlerts(),
        }

    async def send(self, alert: OutgoingAlert) -> Delivered:
        """Try once by the alert's kind; an unknown kind is a permanent failure that names the known ones."""
        sender = self._senders.get(alert.kind)
        if sender is None:
            return never(f"모르는 알림 방법입니다: {alert.kind!r}. 쓸 수 있는 것: {', '.join(sorted(self._senders))}")
        return await sender.send(alert)

    def health(self) -> dict[str, str]:
        """Each kind with "ok" or "off: " and the setting that is missing."""
        return {kind: f"off: {need}" if need else "ok" for kind, need in sorted(self._missing.items())}


def _missing(setting: Callable[[str], Any]) -> dict[str, str]:
    needs = {
        "telegram": "telegram_token", "webhook": "alert_webhook_secret", "email": "smtp_host", "sms": "sms_api_key",
    }  # fmt: skip
    return {
        kind: "" if _plain(setting(field)).strip() else f"IEUM_{field.upper()} 설정이 없습니다."
        for kind, field in needs.items()
    }


def _account(setting: Callable[[str], Any]) -> SmsAccount:
    return SmsAccount(
        _plain(setting("sms_api_key")).strip(),
        _plain(setting("sms_api_secret")).strip(),
        setting("sms_from"),
        setting("alimtalk_profile"),
        setting("alimtalk_template"),
    )


def _plain(value: SecretStr | str | None) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value or ""
