"""Guarantee 7, swept: after a full run with planted numbers, nothing that was kept, logged or sent holds one.

Every door of the real app is used, alerts go out to a sink, guides are answered and questions exported, the purge runs;
then everything is swept with presidio's Korean recognisers and with our own check-digit sums.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from gateway import logs
from gateway.build import Building
from gateway.rasa import Rasa
from gateway.retention.policy import load
from gateway.retention.run import Purge
from gateway.retention.shelves import kinds_of
from tests.fakes.alert_sinks import TelegramSink, served
from tests.fakes.kakao_platform import SECRET as KAKAO
from tests.fakes.kakao_platform import skill_payload
from tests.fakes.rasa_server import TOKEN, FakeRasa
from tests.gateway.kit import NEIGHBOUR, SELF, kept_bytes
from tests.gateway.test_faces import asking
from tests.sweep import by_presidio, by_sums

FRONT, BACK = "850312", "2176542"
ALOUD = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
DISGUISES = {
    "dash": f"{FRONT}-{BACK}",
    "solid": FRONT + BACK,
    "spaced": " ".join(FRONT + BACK),
    "wide": "".join(chr(0xFF10 + int(d)) for d in FRONT) + "－" + "".join(chr(0xFF10 + int(d)) for d in BACK),
    "zero width": "\u200b".join(FRONT + BACK),
    "soft hyphens": "\u00ad".join(FRONT + BACK),
    "mathematical": "".join(chr(0x1D7CE + int(d)) for d in FRONT + BACK),
    "middle dots": "·".join((FRONT, BACK)),
    "arabic digits": "".join(chr(0x0660 + int(d)) for d in FRONT + BACK),
    "read aloud": "".join(ALOUD[d] for d in FRONT) + " 다시 " + "".join(ALOUD[d] for d in BACK),
}


def test_the_planted_number_is_one_that_the_sweeps_see():
    for name in ("dash", "solid"):
        assert by_presidio(f"번호는 {DISGUISES[name]} 이에요") and by_sums(DISGUISES[name])
    seen = {name for name, written in DISGUISES.items() if by_sums(f"제 번호 {written}!")}
    assert seen == set(DISGUISES) - {"read aloud"}
    assert by_sums(json.dumps(DISGUISES["wide"])) and not by_sums("010-2345-6789, 2026-03-02, 1,234,567원")


async def _through_every_door(client: httpx.AsyncClient, number: int, written: str) -> list[str]:
    """Say it everywhere it can be said; what came back."""
    sender = {"sender": f"person-{number:02}-0123456789abc"}
    words = (
        f"청년월세 신청에 제 번호 {written} 필요해요?",
        f"{SELF} {written}",
        f"{NEIGHBOUR} 그분은 {written}",
        written,
    )
    said = [
        await client.post("/api/chat", json=sender | {"text": text, "message_id": f"m{i}"})
        for i, text in enumerate(words)
    ]
    report = {name: f"{name} {written}" for name in ("what", "who", "since", "place", "name", "contact")}
    body = report | {"subject": "other", "reporter": "neighbour", "consent": True, "danger_now": True}
    said.append(await client.post("/api/reports", json=body))
    said.append(await client.post("/api/search", json={"query": f"월세 {written}"}))
    kakao = skill_payload(f"상담받고 싶어요 {written}")
    said.append(await client.post("/channels/kakao", json=kakao, headers={"X-Skill-Token": KAKAO}))
    said.append(await client.post("/api/reports", json=report | {"subject": written}))
    return [response.text for response in said]


@pytest.mark.parametrize("written", DISGUISES.values(), ids=DISGUISES.keys())
async def test_nothing_holds_it_after_a_full_run(
    make_building: Callable[..., Building], written: str, capfd: pytest.CaptureFixture[str]
):
    logs.configure("DEBUG")
    sink = TelegramSink("7000001:fake-token-of-the-fake-bot_0123456", local_links=True)
    sink.chats.add("4242")
    async with served(sink.app) as url, FakeRasa() as dialogue:
        building = make_building(
            telegram_token=sink.token, telegram_secret="s3cret", telegram_api_base=url, alert_telegram_chat="4242",
            kakao_secret=KAKAO,
        )  # fmt: skip
        building.house.rasa = Rasa(dialogue.url, TOKEN, timeout=2)
        async with asking(building) as client:
            back = await _through_every_door(client, len(written), written)
        await building.clock.tick()
        await building.house.rasa.close()
        heard = [*dialogue.heard, *dialogue.events.values()]
    exported = _exported(building)
    Purge(building.store, kinds_of(building.store, building.settings.home, load()), building.house.now).run()
    logs.configure("INFO")
    printed = capfd.readouterr()
    assert sink.sent and heard, "the run was no full run"
    kept = kept_bytes(building.settings.home)
    swept = {"kept": kept, "sent": str(sink.sent), "log": printed.out + printed.err, "dialogue": str(heard),
             "replies": "\n".join(back), "exported": exported}  # fmt: skip
    assert {place: by_presidio(content) for place, content in swept.items() if by_presidio(content)} == {}
    assert {place: FRONT + BACK for place, content in swept.items() if FRONT + BACK in by_sums(content)} == {}
    assert not [place for place, content in swept.items() if written in _text(content)]


def _text(content: bytes | str) -> str:
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else content


def _exported(building: Building) -> str:
    """What leaves as files or listings: the queue, cases with their timelines, the inbox by groups."""
    cases, inbox = building.house.cases, building.house.inbox
    views = [cases.get(row.id) for row in cases.queue()]
    out = Path(building.settings.home) / "export.json"
    listed = {"cases": views, "inbox": [inbox.group(group.id) for group in inbox.groups("new")]}
    out.write_text(json.dumps(listed, default=str, ensure_ascii=False), encoding="utf-8")
    return out.read_text(encoding="utf-8")
