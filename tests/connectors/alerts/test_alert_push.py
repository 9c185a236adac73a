"""The Pusher picks the sender; an alert says no more than it was given."""

from __future__ import annotations

import base64
from dataclasses import fields

import pytest
import yaml
from pydantic import SecretStr, ValidationError

from connectors.alerts.message import BundledCase, Delivered, OutgoingAlert
from connectors.alerts.push import Pusher
from connectors.alerts.wording import body, heading
from connectors.alerts.words import WORDS_FILE, Words
from tests.fakes.alert_sinks import TelegramSink, WebhookSink, served
from tests.fakes.smtp_sink import smtp_sink

EMPTY = {
    "telegram_token": None, "telegram_api_base": "https://api.telegram.org", "alert_webhook_url": "",
    "alert_webhook_secret": None, "smtp_host": "", "smtp_port": 587, "smtp_user": "", "smtp_password": None,
    "smtp_starttls": True, "smtp_from": "ieum@localhost", "sms_api_base": "https://api.solapi.com",
    "sms_api_key": None, "sms_api_secret": None, "sms_from": "", "alimtalk_profile": "", "alimtalk_template": "",
}  # fmt: skip


async def test_each_kind_reaches_its_own_server(alert):
    hook, api = WebhookSink(bytes(32)), TelegramSink("1:t")
    api.chats = {"5"}
    async with served(hook.app) as web, served(api.app) as bot, smtp_sink() as post:
        settings = EMPTY | {
            "telegram_token": SecretStr("1:t"), "telegram_api_base": bot, "alert_webhook_url": f"{web}/hook",
            "alert_webhook_secret": SecretStr(base64.b64encode(bytes(32)).decode()), "smtp_host": "127.0.0.1",
            "smtp_port": post.port, "smtp_starttls": False,
        }  # fmt: skip
        pusher = Pusher(settings.__getitem__)
        assert pusher.health() == {
            "email": "ok", "sms": "off: IEUM_SMS_API_KEY 설정이 없습니다.", "telegram": "ok", "webhook": "ok",
        }  # fmt: skip
        for kind, target in (("webhook", f"{web}/hook"), ("telegram", "5"), ("email", "a@example.kr")):
            assert (await pusher.send(alert(kind=kind, target=target))).ok
        assert (await pusher.send(alert(kind="webhook", target=f"{web}/elsewhere"))).permanent
    assert (len(hook.taken), len(api.sent), len(post.letters), hook.elsewhere) == (1, 1, 1, 0)


async def test_addresses_of_the_roster_are_trusted_too(alert):
    hook = WebhookSink(bytes(32))
    async with served(hook.app) as web:
        settings = EMPTY | {"alert_webhook_secret": base64.b64encode(bytes(32)).decode()}
        assert (await Pusher(settings.__getitem__, [f"{web}/hook"]).send(alert(target=f"{web}/hook"))).ok


@pytest.mark.parametrize("kind", ["webhook", "telegram", "email"])
async def test_what_is_not_set_up_is_off_and_says_which_setting(alert, kind):
    pusher = Pusher(EMPTY.__getitem__)
    outcome = await pusher.send(alert(kind=kind))
    assert (outcome.ok, outcome.permanent) == (False, True) and "IEUM_" in outcome.detail
    assert pusher.health()[kind].startswith("off: IEUM_")


async def test_an_unknown_kind_is_permanent_and_names_the_known_ones(alert):
    assert await Pusher(EMPTY.__getitem__).send(alert(kind="fax")) == Delivered(
        False,
        permanent=True,
        detail="모르는 알림 방법입니다: 'fax'. 쓸 수 있는 것: apprise, email, sms, telegram, webhook",
    )


def test_nothing_is_said_twice_and_an_unknown_level_is_not_lost(alert):
    told = alert(title="[긴급] R-7K3M-9Q", text="확인해 주세요.")
    assert heading(told) == "[긴급] R-7K3M-9Q" and body(told) == "확인해 주세요."
    assert heading(alert(title="[훈련] [긴급] 사건", test=True)) == "[훈련] [긴급] 사건"
    assert heading(alert(level="purple")).startswith("[purple] ")


def test_an_alert_has_no_room_for_personal_data():
    assert {field.name for field in fields(OutgoingAlert)} == {
        "id", "title", "text", "case_url", "ack_url", "level", "kind", "target", "occurred_at", "test", "receipt",
        "case_id", "cases",
    }  # fmt: skip
    assert {field.name for field in fields(BundledCase)} == {"case_id", "receipt", "level", "case_url"}


@pytest.mark.parametrize("change", [{"footer": ""}, {"extra": "x"}, {"receipt": "번호"}, {"ack_button": "가" * 21}])
def test_words_that_do_not_fit_are_refused(change):
    data = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    with pytest.raises(ValidationError, match=next(iter(change))):
        Words.model_validate(data | change)
