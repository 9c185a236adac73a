"""Guarantee 7: a resident registration number, however written, is never stored, logged, indexed or sent on."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from actions.call import parse
from actions.server import ACTIONS
from casework.privacy.mask import mask
from gateway import logs
from gateway.app import create_app
from gateway.build import Building
from gateway.rasa import Rasa
from gateway.turn import Turns
from tests.fakes.alert_sinks import TelegramSink, served
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import NEIGHBOUR, SELF, drop, kept_bytes, message, say, words_of

FRONT, BACK = "900101", "1234568"
SPELLINGS = {
    "dash": f"{FRONT}-{BACK}",
    "solid": f"{FRONT}{BACK}",
    "spaced": " ".join(FRONT + BACK),
    "wide": f"{FRONT}-{BACK}".translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)} | {ord("-"): "－"}),
    "zero width": "\u200b".join(FRONT + BACK),
    "soft hyphens": "\u00ad".join(FRONT + BACK),
    "dots": f"{FRONT}·{BACK}",
    "circled": "".join(chr(0x2460 + int(d) - 1) if d != "0" else "⓪" for d in FRONT + BACK),
    "bold": "".join(chr(0x1D7CE + int(d)) for d in FRONT + BACK),
    "joined to a particle": f"제번호는{FRONT}-{BACK}이에요",
    "two lines": f"{FRONT}-\n{BACK}",
}
CARRIERS = {
    "question": "청년월세 신청하려는데 제 주민번호 {} 로 되나요?",
    "danger": SELF + " 주민번호 {}",
    "neighbour": NEIGHBOUR + " 그분 주민번호가 {} 래요",
}


def digits_in(text: str) -> str:
    """The text as a searcher for numbers reads it: folded, nothing but digits."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(c, -1)) for c in folded if unicodedata.digit(c, -1) >= 0)


def leaks(text: str) -> bool:
    """Whether the back half stands in the text, in whatever digits."""
    lines = [digits_in(line) for line in text.splitlines()]
    return any(BACK in line for line in (*lines, digits_in(text)))


def kept(home: Path) -> str:
    """All a home holds, as text; JSON escapes undone."""
    text = kept_bytes(home).decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)


@pytest.fixture
async def rasa(building: Building) -> AsyncIterator[FakeRasa]:
    async with FakeRasa() as server:
        building.house.rasa = Rasa(server.url, TOKEN, timeout=2)
        yield server
        await building.house.rasa.close()


def raw_leaks(home: Path, spelling: str) -> bool:
    """Whether the spelling itself, or its plain digits, stand anywhere on disk."""
    everything = kept(home)
    return spelling in everything or BACK in everything or f"{FRONT}-{BACK}" in everything


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
async def test_it_is_gone_from_disk_log_dialogue_and_reply(
    building: Building, rasa: FakeRasa, spelling: str, capfd: pytest.CaptureFixture[str]
):
    for number, carrier in enumerate(CARRIERS.values()):
        reply = await say(building, carrier.format(spelling), sender=f"person-{number}-0123456789")
        assert not leaks(words_of(reply)) and "지우고 받았어요" in words_of(reply)
    assert not raw_leaks(building.settings.home, spelling)
    assert rasa.heard and not any(leaks(text) for _, text in rasa.heard)
    assert not any(leaks(str(event)) for events in rasa.events.values() for event in events)
    written = capfd.readouterr()
    assert not leaks(written.out) and not leaks(written.err)


INVISIBLE = st.sampled_from(["", "", "\u200b", "\u00ad", "\u2060", "\ufeff"])
# Days whose number, with any seven digits behind, has no part that would be a telephone number.
BORN = [
    day
    for day in (date(1930, 1, 1) + timedelta(days=n) for n in range(33_000))
    if not re.search(r"1[016789]\d{7}|0[2-6]\d{7}", f"{day:%y%m%d}" + "9" * 7)
]
BETWEEN = st.sampled_from(["", "-", " ", "  ", " - ", ".", "·", "–", "~", "/", "_"])


@given(
    hidden=st.lists(INVISIBLE, min_size=13, max_size=13),
    middle=BETWEEN,
    spaced=st.sampled_from(["", " ", "-", "."]),
    wide=st.booleans(),
    around=st.sampled_from(
        [("", ""), ("주민번호 ", " 이에요"), ("번호는", "입니다"), ("(", ")"), ("엄마는 ", ", 저는 스물이에요")]
    ),
    born=st.sampled_from(BORN),
    rest=st.integers(1_000_000, 8_999_999),
)
def test_no_way_to_write_it_hides_it(hidden, middle, spaced, wide, around, born, rest):
    front, back = f"{born:%y%m%d}", str(rest)
    half = [spaced.join(part) for part in (front, back)]
    written = (middle or spaced).join(half)
    digits = iter(hidden)
    written = "".join(char + next(digits) if char.isdigit() else char for char in written)
    if wide:
        written = written.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    assert back not in digits_in(mask(around[0] + written + around[1]).text)


@pytest.mark.parametrize("table", ["conversations", "cases", "conversation_lines", "inbound_events"])
async def test_a_failure_shows_no_number_in_the_log(building: Building, capfd: pytest.CaptureFixture[str], table: str):
    logs.configure("INFO")
    drop(building, table)
    for carrier in CARRIERS.values():
        await say(building, carrier.format(SPELLINGS["dash"]))
    written = capfd.readouterr()
    assert "Traceback" in written.out + written.err
    assert BACK not in written.out + written.err


def test_no_logger_of_the_process_lets_one_through(capfd: pytest.CaptureFixture[str]):
    import logging

    import structlog

    logs.configure("INFO")
    structlog.get_logger().info("event", text=SPELLINGS["dash"], other={"inside": SPELLINGS["wide"]})
    logging.getLogger("uvicorn.error").error("bad request %s", SPELLINGS["dash"])
    try:
        raise ValueError(SPELLINGS["dash"])
    except ValueError:
        structlog.get_logger().exception("failed")
        logging.getLogger("elsewhere").exception("failed too")
    logs.configure("INFO")
    written = capfd.readouterr()
    said = written.out + written.err
    assert said.count("가림") >= 4 and not leaks(said)


@pytest.fixture
async def client(building: Building) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(create_app(building), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://ieum.test") as client:
        yield client


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
async def test_a_structured_report_keeps_none(building: Building, client: AsyncClient, spelling: str):
    report = {name: f"{name} {spelling}" for name in ("what", "who", "since", "place", "name", "contact")}
    body = {**report, "subject": "other", "reporter": "neighbour", "consent": True, "danger_now": True}
    response = await client.post("/api/reports", json=body, headers={"Idempotency-Key": "k-0123456789abcdef"})
    assert response.status_code == 200, response.text
    case = building.house.cases.queue()[0]
    from casework.actor import Actor

    (opened,) = building.house.cases.reveal(case.id, Actor("S-a", "민지", "caseworker"), "연락하려고")
    view = building.house.cases.get(case.id)
    assert not leaks(f"{opened}") and not leaks(f"{view}")
    assert not raw_leaks(building.settings.home, spelling)


@pytest.mark.parametrize("path", ["/api/search", "/api/chat", "/api/reports"])
async def test_an_error_does_not_say_it_back(client: AsyncClient, path: str, capfd: pytest.CaptureFixture[str]):
    number = SPELLINGS["dash"]
    for body in ({"query": number, "top_k": number}, {"sender": number, "text": number}, [number]):
        response = await client.post(path, json=body)
        assert response.status_code == 422 and BACK not in response.text, response.text
    written = capfd.readouterr()
    assert BACK not in written.out + written.err


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_no_action_keeps_one_that_slipped_into_the_dialogue(building: Building, name: str):
    text = f"신고할게요 {SPELLINGS['dash']}"
    slots = {f"report_{field}": text for field in ("what", "place", "since", "contact")} | {"report_subject": "other"}
    tracker = {"slots": slots | {"region": text, "report_consent": True}, "latest_message": {"text": text}}
    done = ACTIONS[name](parse({"next_action": name, "sender_id": "k1", "tracker": tracker}), building.tools)
    assert not leaks(str(done.responses))
    assert not raw_leaks(building.settings.home, SPELLINGS["dash"])


async def test_an_alert_carries_none(make_building: Callable[..., Building]):
    sink = TelegramSink("7000001:fake-token-of-the-fake-bot_0123456", local_links=True)
    sink.chats.add("4242")
    async with served(sink.app) as url:
        building = make_building(
            telegram_token=sink.token, telegram_secret="s3cret", telegram_api_base=url, alert_telegram_chat="4242"
        )
        await Turns(building.house)(message(CARRIERS["neighbour"].format(SPELLINGS["spaced"])))
        stop = asyncio.Event()
        running = asyncio.create_task(building.clock.run(0.05, stop))
        async with asyncio.timeout(10):
            while not sink.sent:  # noqa: ASYNC110 - the sink keeps what it took
                await asyncio.sleep(0.02)
        stop.set()
        await running
    assert not leaks(str(sink.sent))


async def test_the_sender_of_a_message_is_not_kept_in_clear(building: Building):
    await say(building, "안녕하세요", sender="telegram-person-5551234567", address={"chat_id": "5551234567"})
    assert "5551234567" not in kept(building.settings.home)


async def test_what_was_kept_before_is_deleted_on_request(building: Building):
    sent = message("제 이름은 홍길동이고 관악구에 살아요")
    await Turns(building.house)(sent)
    key = building.house.conversations.key_of(sent.channel, sent.sender)
    building.tools.forget(key)
    assert building.house.conversations.lines(key) == []
