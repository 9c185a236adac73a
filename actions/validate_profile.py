"""Check the profile form's answers; a bare number counts as an age only when the form asks for one."""

from __future__ import annotations

import re

from actions.call import Call, Done, Tools, say, slot
from actions.profile_slots import profile_of
from knowledge.eligibility.next_question import next_question
from knowledge.eligibility.suggest import candidates
from knowledge.eligibility.told import told

NAME = "validate_profile_form"
SLOTS = ("age", "region", "employment", "household", "housing")
AGES = range(0, 121)
ANSWERING = ("inform", "recommend", "affirm", "deny", "dont_know", "nlu_fallback", "")
NONE_OF_THEM = re.compile(r"없어|없습|해당\s?없|아니|둘\s?다\s?아")


def run(call: Call, tools: Tools) -> Done:
    """Slot events for what holds and for what else the words tell; an unusable value is emptied with the reason, so the
    form asks again; and the slot to ask next: the one whose answer is expected to settle most."""
    events, responses = [], []
    for name, value in call.candidates.items():
        if name == "age" and value not in (None, "unknown") and not _age_fits(value):
            responses.append(
                say(f"나이를 {value}(으)로 알아들었는데 맞지 않는 것 같아요. 0에서 120 사이로 알려 주세요.")
            )
            value = None
        events.append(slot(name, value))
    if not events and call.requested and call.intent in ANSWERING:
        events += _bare(call)
    if call.requested and call.intent in ANSWERING and not responses:
        events += _besides(call, {event["name"] for event in events})
        events += _next(call, events, tools)
    return Done(events, responses)


def _besides(call: Call, known: set[str]) -> list[dict]:
    """What the words tell beyond what was recognised. The household only when it was asked for: else the list of what
    holds would not be complete."""
    found = told(call.text)
    if call.requested != "household":
        found.pop("household", None)
    return [
        slot(name, found[name]) for name in SLOTS if found.get(name) and name not in known and not call.slots.get(name)
    ]


def _next(call: Call, events: list[dict], tools: Tools) -> list[dict]:
    fresh = {event["name"]: event["value"] for event in events}
    if not any(value is not None for value in fresh.values()):
        return []
    slots = {name: fresh.get(name, call.slots.get(name)) for name in SLOTS}
    left = [name for name in SLOTS if slots[name] is None]
    if len(left) < 2:
        return []
    profile, today = profile_of(slots), tools.today()
    best = next_question(candidates(tools.catalog(), profile, today), profile, left, today.year)
    return [slot("requested_slot", best)] if best else []


def _age_fits(value: object) -> bool:
    try:
        return int(str(value)) in AGES
    except ValueError:
        return False


def _bare(call: Call) -> list[dict]:
    if call.requested == "age" and (number := re.fullmatch(r"\D{0,4}(\d{1,3})\D{0,6}", call.text.strip())):
        return [slot("age", int(number[1]))] if int(number[1]) in AGES else []
    if call.requested == "household" and NONE_OF_THEM.search(call.text):
        return [slot("household", ["unknown"])]
    if (
        call.requested == "region"
        and 2 <= len(call.text.strip()) <= 20
        and re.search(r"[시도군구읍면동]$", call.text.strip())
    ):
        return [slot("region", call.text.strip())]
    return []
