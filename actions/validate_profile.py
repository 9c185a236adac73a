"""Check the profile form's answers; a bare number counts as an age only when the form asks for one."""

from __future__ import annotations

import re

from actions.call import Call, Done, Tools, say, slot

NAME = "validate_profile_form"
AGES = range(0, 121)
ANSWERING = ("inform", "recommend", "affirm", "deny", "dont_know", "nlu_fallback", "")
NONE_OF_THEM = re.compile(r"없어|없습|해당\s?없|아니|둘\s?다\s?아")


def run(call: Call, tools: Tools) -> Done:
    """Slot events for what holds; an unusable value is emptied with the reason, so the form asks again."""
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
    return Done(events, responses)


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
