"""Text messages and Alimtalk against a vendor that checks signature, sender, number and length on its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from connectors.alerts.message import BundledCase
from connectors.alerts.sms import SmsAccount, SmsAlerts
from connectors.alerts.sms_text import cut, sendable, size, text_message
from tests.fakes.alert_sinks import served
from tests.fakes.sms_vendor import SmsVendor

TO = "010-0000-0001"
ACCOUNT = SmsAccount("NCSKEY", "s3cret", "02-123-4567")
KAKAO = SmsAccount("NCSKEY", "s3cret", "021234567", "KA01PF", "KA01TP")
SHORT = {"title": "[긴급] R-7K3M-9Q", "text": "", "case_url": "https://i.kr/c/1", "ack_url": ""}


@pytest.fixture
async def vendor() -> AsyncIterator[tuple[SmsVendor, str]]:
    made = SmsVendor()
    async with served(made.app) as base:
        yield made, base


async def test_a_short_alert_is_an_sms_and_a_long_one_an_lms(vendor, alert):
    box, base = vendor
    sender = SmsAlerts(ACCOUNT, base)
    assert (await sender.send(alert(target=TO, kind="sms", **SHORT))).vendor_id == "M4V1"
    assert (await sender.send(alert(target=TO, kind="sms"))).ok
    assert [message["type"] for message in box.taken] == ["SMS", "LMS"]
    assert box.taken[1]["to"] == "01000000001" and "/ack" in box.taken[1]["text"]


async def test_an_endless_alert_is_cut_and_keeps_its_links(vendor, alert):
    box, base = vendor
    assert (await SmsAlerts(ACCOUNT, base).send(alert(target=TO, text="가" * 5000, title="나" * 100))).ok
    assert box.taken[0]["text"].endswith("/C-17/ack") and size(box.taken[0]["text"]) <= 2000


async def test_letters_that_no_carrier_has_do_not_lose_the_alert(vendor, alert):
    box, base = vendor
    assert (await SmsAlerts(ACCOUNT, base).send(alert(target=TO, text="위험 🚨 – 확인"))).ok
    assert "위험 ? - 확인" in box.taken[0]["text"]


async def test_alimtalk_first_and_the_text_message_when_it_is_refused(vendor, alert):
    box, base = vendor
    sender = SmsAlerts(KAKAO, base)
    assert (await sender.send(alert(target=TO))).ok
    box.without_kakao = True
    second = await sender.send(alert(target=TO))
    assert second.ok and "3104" in second.detail
    assert [message["type"] for message in box.taken] == ["ATA", "LMS"]
    assert box.taken[0]["kakaoOptions"]["disableSms"] is False


async def test_a_bundle_goes_by_alimtalk_too(vendor, alert):
    box, base = vendor
    cases = (BundledCase("C-1", "R-1", "high", "https://i.kr/1"), BundledCase("C-2", "R-2", "high", "https://i.kr/2"))
    assert (await SmsAlerts(KAKAO, base).send(alert(target=TO, receipt="", case_id="", cases=cases))).ok
    assert box.taken[0]["kakaoOptions"]["variables"]["#{접수번호}"] == "2건"


@pytest.mark.parametrize(
    ("mode", "permanent", "wait"),
    [("429", False, 9.0), ("500", False, None), ("503", False, None), ("400", True, None), ("garbage", False, None)],
)
async def test_what_may_be_tried_again(vendor, alert, mode, permanent, wait):
    box, base = vendor
    box.modes = [mode]
    outcome = await SmsAlerts(ACCOUNT, base).send(alert(target=TO))
    assert (outcome.ok, outcome.permanent, outcome.retry_after) == (False, permanent, wait) and outcome.detail


@pytest.mark.parametrize(
    ("account", "target", "named"),
    [
        (SmsAccount("", "", ""), TO, "IEUM_SMS_API_KEY"),
        (SmsAccount("NCSKEY", "wrong", "021234567"), TO, "SignatureDoesNotMatch"),
        (SmsAccount("NCSKEY", "s3cret", "029999999"), TO, "1062"),
        (ACCOUNT, "+82 10 0000 0001", "01012345678"),
        (ACCOUNT, "01000000009", "3008"),
    ],
)
async def test_what_can_never_work_says_why_and_no_number(vendor, alert, account, target, named):
    box, base = vendor
    box.dead = {"01000000009"}
    outcome = await SmsAlerts(account, base).send(alert(target=target))
    assert outcome.permanent and named in outcome.detail
    assert "0000000" not in outcome.detail.replace("-", "") and "s3cret" not in outcome.detail


async def test_a_clock_that_is_wrong_is_refused(vendor, alert):
    _, base = vendor
    wrong = SmsAlerts(ACCOUNT, base, now=lambda: datetime.now(UTC) - timedelta(hours=1))
    assert "RequestTimeTooSkewed" in (await wrong.send(alert(target=TO))).detail


async def test_nobody_there(alert):
    outcome = await SmsAlerts(ACCOUNT, "http://127.0.0.1:9").send(alert(target=TO))
    assert not outcome.ok and not outcome.permanent


def test_lengths_are_counted_as_carriers_count(alert):
    assert (size("가a"), cut("가나", 3), sendable("\u1100\u1161")) == (3, "가", "가")
    exact = alert(**{**SHORT, "title": "긴급" + "가" * 20, "case_url": "", "receipt": ""})
    assert text_message(exact).type == "SMS"
