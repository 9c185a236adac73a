"""Which callback addresses are written to: only the platform's own, never a way into our network."""

from __future__ import annotations

import pytest

from connectors.kakao.callback import Callbacks

HOSTS = "kakao.com, kakaocdn.net,kakaoenterprise.com"


@pytest.mark.parametrize(
    "url",
    ["https://bot-api.kakao.com/callback/x", "https://kakao.com/c?t=1", "https://a.b.kakaoenterprise.com:443/c"],
)
async def test_the_platforms_own_addresses_are_allowed(url: str) -> None:
    assert Callbacks(HOSTS, insecure=False).allows(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "http://bot-api.kakao.com/callback/x",
        "https://evilkakao.com/x",
        "https://kakao.com.evil.example/x",
        "https://kakao.com@evil.example/x",
        "https://user:pw@bot-api.kakao.com/x",
        "https://bot-api.kakao.com:8443/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
        "https://localhost/x",
        "http://127.0.0.1:8000/x",
        "https://bot-api.kakao.com\\@evil.example/x",
        "https://bot-api.kakao.com/\r\nHost: evil",
        "https://evil.example#.kakao.com",
        "https://evil.example?.kakao.com",
        "https://kakaо.com/x",
        "https://kakao.com:99999/x",
        "https://[kakao.com/x",
        "file:///etc/passwd",
        "ftp://kakao.com/x",
        "//kakao.com/x",
        "https://kakao.com/" + "a" * 2_000,
    ],
)
async def test_everything_else_is_refused(url: str | None) -> None:
    assert not Callbacks(HOSTS, insecure=False).allows(url)


async def test_insecure_adds_http_on_loopback_and_nothing_more() -> None:
    callbacks = Callbacks(HOSTS, insecure=True)
    assert callbacks.allows("http://127.0.0.1:4000/callback/t1")
    assert not callbacks.allows("http://10.0.0.1/callback/t1")
    assert not callbacks.allows("http://bot-api.kakao.com/callback/t1")


async def test_an_address_is_claimed_once() -> None:
    callbacks = Callbacks(HOSTS, insecure=False)
    assert [callbacks.claim("https://bot-api.kakao.com/1") for _ in range(3)] == [True, False, False]
    assert callbacks.claim("https://bot-api.kakao.com/2")


async def test_a_dead_address_is_no_error_but_a_no() -> None:
    callbacks = Callbacks(HOSTS, insecure=True)
    assert not await callbacks.post("http://127.0.0.1:9/callback", {}, 0.5)
    assert callbacks.last_failure
    await callbacks.close()
