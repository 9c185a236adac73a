"""Addresses that nobody configured must not reach into the inner network."""

from __future__ import annotations

import socket

import pytest

from connectors.alerts.guard import Guard, UrlRefused
from connectors.alerts.webhook import WebhookAlerts

SECRET = "whsec_" + "A" * 43 + "="


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data", "https://192.168.0.1:8443/", "https://172.16.5.5/",
        "https://100.64.0.1/", "https://[::1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://2130706433/",
        "https://[::ffff:93.184.216.34]/", "https://[64:ff9b::a00:1]/", "https://[2002:a00:1::]/", "https://0x7f.1/",
        "https://224.0.0.1/", "https://user:word@93.184.216.34/", "ftp://93.184.216.34/", "file:///etc/passwd",
        "https://", "https:///x", "", "https://" + "a" * 70 + ".example/", "https://exa mple/", "https://[::1", "\x00",
    ],
)  # fmt: skip
async def test_refused_for_good(url, alert):
    with pytest.raises(UrlRefused):
        await Guard().check(url)
    outcome = await WebhookAlerts(SECRET).send(alert(target=url))
    assert (outcome.ok, outcome.permanent) == (False, True) and outcome.detail


async def test_trusting_one_address_trusts_no_other():
    guard = Guard(["http://127.0.0.1:9/hook", ""])
    assert (await guard.check("http://127.0.0.1:9/hook")).direct
    for other in ("http://127.0.0.1:9/other", "http://127.0.0.1:10/hook", ""):
        with pytest.raises(UrlRefused):
            await guard.check(other)


async def test_a_public_name_is_called_at_the_address_that_was_checked(monkeypatch):
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    def resolver(host, port, *rest, **more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    allowed = await Guard().check("https://hooks.example.kr:8443/a?b=1")
    assert str(allowed.url) == "https://93.184.216.34:8443/a?b=1"
    assert (allowed.host, allowed.sni) == ("hooks.example.kr:8443", "hooks.example.kr") and len(answers) == 1


async def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(UrlRefused, match="안쪽 망"):
        await Guard().check("https://hooks.example.kr/")


async def test_a_name_that_cannot_be_looked_up_now_may_be_retried(monkeypatch, alert):
    def resolver(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    outcome = await WebhookAlerts(SECRET).send(alert(target="https://hooks.example.kr/"))
    assert (outcome.ok, outcome.permanent) == (False, False)
