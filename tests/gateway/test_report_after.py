"""A report's whole life through the real app: filed, corrected, pictured, withdrawn; numbers masked on the way."""

from __future__ import annotations

from casework.actor import Actor
from gateway.build import Building
from tests.casework.test_photos import picture, with_secrets
from tests.gateway.kit import kept_bytes
from tests.gateway.test_faces import asking

MINJI = Actor("S-minji", "민지", "caseworker")
REPORT = {
    "subject": "other", "what": "며칠째 조용해요", "reporter": "official", "affiliation": "별빛동 새싹복지관",
    "name": "김이웃", "contact": "010-1111-2222", "person_name": "박어른", "latitude": 37.4842, "longitude": 126.9293,
    "consent": True,
}  # fmt: skip
NUMBER = "900101-1234568"


async def test_the_life_of_a_report(building: Building):
    cases = building.house.cases
    async with asking(building) as client:
        taken = (await client.post("/api/reports", json=REPORT)).json()
        path, code = f"/api/reports/{taken['receipt']}", {"X-Report-Code": taken["code"]}
        (row,) = cases.queue()
        assert cases.get(row.id).reports[0].district == "서울특별시 관악구 신림동" and row.level != "emergency"
        changed = await client.patch(path, json={"person_contact": "010-3333-4444", "who": NUMBER}, headers=code)
        assert changed.status_code == 200, changed.text
        raised = await client.patch(path, json={"what": "지금 쓰러져서 숨을 안 쉬어요"}, headers=code)
        assert raised.status_code == 200 and cases.get(row.id).level == "emergency"
        head = code | {"Content-Type": "image/png"}
        for content in (with_secrets(), picture(kind="PNG")):
            assert (await client.post(f"{path}/photos", content=content, headers=head)).status_code == 200
        refused = await client.post(f"{path}/photos", content=b"GIF89a", headers=head)
        assert refused.status_code == 409 and "형식" in refused.json()["error"]["message"]
        (opened,) = cases.reveal(row.id, MINJI, "방문")
        assert opened.person_contact == "010-3333-4444" and len(opened.photos) == 2
        assert "위치 37.48420" in opened.place and b"Secret" not in opened.photos[0]
        raw = kept_bytes(building.settings.home)
        planted = ("1234568", "3333-4444", "김이웃", "박어른", "SecretHome", "새싹복지관")
        assert not [word for word in planted if word.encode() in raw]
        assert (await client.delete(path, headers=code)).json()["state"] == "withdrawn"
        assert (await client.get(path, headers=code)).json()["note"].startswith("거두신")
        assert (await client.delete(path, headers=code)).status_code == 409
    (opened,) = cases.reveal(row.id, MINJI, "방문")
    assert (opened.name, opened.contact, opened.photos) == ("", "", ()) and opened.place, "a life is in danger"
