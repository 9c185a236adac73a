"""E-mail alerts against a real mail server."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator

import pytest

from connectors.alerts.email import EmailAlerts
from tests.fakes.smtp_sink import SmtpSink, smtp_sink

TO = "oncall@ieum.example.kr"


@pytest.fixture
async def sink() -> AsyncIterator[SmtpSink]:
    async with smtp_sink() as sink:
        yield sink


def plain(sink: SmtpSink, **more) -> EmailAlerts:
    return EmailAlerts("127.0.0.1", sink.port, **({"starttls": False, "sender": "ieum@example.kr"} | more))


def mail(alert, **changed):
    return alert(**({"kind": "email", "target": TO} | changed))


async def test_the_letter_reads_well_in_text_and_html(sink, alert):
    outcome = await plain(sink).send(mail(alert, text="3분 안에 <확인>해 주세요.", test=True))
    assert outcome.ok and outcome.vendor_id == "<al_7K3M9Q@example.kr>"
    letter = sink.letters[0]
    assert letter["Subject"] == "[훈련] [긴급] 위험 신호가 들어왔어요" and letter["To"] == TO
    assert letter["Auto-Submitted"] == "auto-generated" and letter["X-Case-Id"] == "C-17"
    text = letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert "<확인>" in text and "접수번호: R-7K3M-9Q" in text and "사건 열기: https://ieum.example.kr/" in text
    assert "&lt;확인&gt;" in page and 'href="https://ieum.example.kr/console/cases/C-17/ack"' in page


async def test_451_then_250_bears_the_same_message_id(sink, alert):
    sink.refusals = {TO: ["451 4.7.1 greylisted, try again"]}
    first, second = await plain(sink).send(mail(alert)), await plain(sink).send(mail(alert))
    assert (first.ok, first.permanent, second.ok) == (False, False, True) and len(sink.letters) == 1
    assert second.vendor_id == "<al_7K3M9Q@example.kr>"


@pytest.mark.parametrize(("reply", "permanent"), [("550 5.1.1 no such user", True), ("452 4.2.2 full", False)])
async def test_a_refused_recipient_is_not_named_in_the_detail(sink, alert, reply, permanent):
    sink.refusals = {TO: [f"{reply} {TO}"]}
    outcome = await plain(sink).send(mail(alert))
    assert (outcome.ok, outcome.permanent) == (False, permanent)
    assert reply[:3] in outcome.detail and TO not in outcome.detail


@pytest.mark.parametrize(("reply", "permanent"), [("554 5.7.1 spam", True), ("421 4.3.2 closing", False)])
async def test_a_refused_letter(sink, alert, reply, permanent):
    sink.data_replies = [reply]
    outcome = await plain(sink).send(mail(alert))
    assert (outcome.ok, outcome.permanent) == (False, permanent) and not sink.letters


async def test_headers_cannot_be_broken_out_of(sink, alert):
    sly = mail(
        alert, id="a\r\nBcc: x@y.kr", title="제목\r\nBcc: x@y.kr\u2028끝", case_id="C-1\nX-Evil: 1", level="a\rb"
    )
    assert (await plain(sink).send(sly)).ok
    letter = sink.letters[0]
    assert letter["Bcc"] is None and letter["X-Evil"] is None and len(letter.get_all("Subject")) == 1
    assert letter["Message-ID"] == "<a--Bcc--x-y.kr@example.kr>"


@pytest.mark.parametrize("target", ["", "nobody", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>", "a b@c", "@b", "a@", "\x00"])
async def test_what_is_not_one_address_is_permanent(sink, alert, target):
    outcome = await plain(sink).send(mail(alert, target=target))
    assert (outcome.ok, outcome.permanent) == (False, True) and "이름@도메인" in outcome.detail and not sink.letters


async def test_starttls_and_login(alert, tmp_path):
    async with smtp_sink(tmp_path, ("ieum", "right")) as sink:
        good = EmailAlerts("127.0.0.1", sink.port, user="ieum", password="right", tls=sink.tls)
        wrong = EmailAlerts("127.0.0.1", sink.port, user="ieum", password="wrong", tls=sink.tls)
        untrusting = EmailAlerts("127.0.0.1", sink.port, user="ieum", password="right")
        assert (await good.send(mail(alert))).ok and sink.encrypted == [True]
        refused = await wrong.send(mail(alert))
        assert refused.permanent and "535" in refused.detail and "wrong" not in refused.detail
        assert not (await untrusting.send(mail(alert))).ok and len(sink.letters) == 1


async def test_a_server_without_starttls_gets_nothing(sink, alert):
    outcome = await plain(sink, starttls=True, tls=ssl.create_default_context()).send(mail(alert))
    assert outcome.permanent and "STARTTLS" in outcome.detail and not sink.letters


async def test_no_answer_and_nobody_there_may_be_retried(sink, alert):
    sink.data_replies = ["hang"]
    for outcome in (
        await plain(sink, timeout=0.5).send(mail(alert)),
        await EmailAlerts("127.0.0.1", 1, starttls=False).send(mail(alert)),
    ):
        assert (outcome.ok, outcome.permanent) == (False, False) and outcome.detail


async def test_without_a_server_it_says_so(alert):
    assert "IEUM_SMTP_HOST" in (await EmailAlerts("").send(mail(alert))).detail
