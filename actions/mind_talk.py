"""마음 살피기 in the chat: four questions in plain words, then where to talk; no score, no name of an illness."""

from __future__ import annotations

import re
from typing import Any

from actions.call import say
from actions.naming import cited
from actions.talks import Around, Said, State
from knowledge.mind.checkin import Checkin, checkin

_BEGIN = re.compile(r"마음\s?살피기|마음\s?체크인")
_SHOW = re.compile(r"^마음\s?기록\s?(?:을\s?)?(?:보기|보여\s?줘|보여\s?주세요)[요.!]*$")
_DELETE = re.compile(r"^마음\s?기록\s?(?:을|를)?\s?(?:모두\s?|다\s?)?(?:지워|지우|삭제)")
_STOP = re.compile(r"^(?:그만|멈춰|안\s?할래|취소)")
KEEP, DROP = "나란히 보여 주세요", "지워 주세요"
MOST_KEPT, LONGEST = 10, 200
"""Check-ins that are kept, and letters of an answer."""


class MindTalk:
    """State: ``kept`` check-ins (only with the person's word), and ``group``, ``answers`` of the one under way."""

    name = "mind"

    def begin(self, text: str, state: State | None, around: Around) -> Said | None:
        """A new check-in, the kept ones shown, or everything deleted."""
        words, kept = checkin(), (state or {}).get("kept", [])
        if _DELETE.match(text.strip()):
            return Said([say(words.deleted if state else words.nothing)], private=True)
        if _SHOW.match(text.strip()):
            return Said([_record(words, kept)], state, private=True, once=True)
        if not _BEGIN.search(text):
            return None
        begun: State = {"kept": kept, "answers": {}}
        group = words.group_of(text)
        if group is None:
            choices = [(one.name, one.name) for one in words.groups.values()]
            return Said([say(words.about), say(words.which, *choices)], begun, asking=True, private=True)
        return Said([say(words.about), _question(words, group, 0)], begun | {"group": group}, asking=True, private=True)

    def go_on(self, text: str, state: State, around: Around) -> Said | None:
        """The next question; after the last, where to talk, and whether to keep today's words."""
        words, said = checkin(), text.strip()
        if _STOP.match(said):
            return Said([say(words.dropped)], _only_kept(state), private=True)
        if state.get("done"):
            return _kept_or_not(words, said, state, around)
        if "group" not in state:
            group = words.group_of(said)
            if group is None:
                choices = [(one.name, one.name) for one in words.groups.values()]
                return Said([say(words.which, *choices)], state, asking=True, private=True)
            return Said([_question(words, group, 0)], state | {"group": group}, asking=True, private=True)
        return _answered(words, said, state, around)

    def interrupted(self, state: State) -> State | None:
        """Today's words go; what the person wanted kept stays."""
        return _only_kept(state)


def _answered(words: Checkin, said: str, state: State, around: Around) -> Said:
    area = list(words.areas)[len(state["answers"])]
    answers = state["answers"] | {area: "" if said == words.skip else said[:LONGEST]}
    now = state | {"answers": answers}
    if len(answers) < len(words.areas):
        return Said([_question(words, state["group"], len(answers))], now, asking=True, private=True)
    again = say(words.again, ("나란히 보기", KEEP), ("지우기", DROP))
    return Said([*_places(words, state["group"], around), again], now | {"done": True}, asking=True, private=True)


def _question(words: Checkin, group: str, number: int) -> dict[str, Any]:
    area = list(words.areas)[number]
    choices = [(choice, choice) for choice in (*words.choices, words.skip)]
    return say(words.groups[group].ask[area], *choices)


def _places(words: Checkin, group: str, around: Around) -> list[dict[str, Any]]:
    catalog = around.catalog()
    wanted = [*words.groups[group].guides, words.self_test, *words.always]
    guides = [guide for one in wanted if (guide := catalog.get(one)) and guide.is_current(around.today())]
    lines = [words.closing, *(f"- {guide.name}: {guide.contact or guide.url or guide.audience}" for guide in guides)]
    citations = [citation for guide in guides for citation in cited(guide, "한눈에")]
    message = say("\n".join(lines), citations=citations)
    test = catalog.get(words.self_test)
    if test and test.url:
        message["custom"]["buttons"].append({"label": "공식 자가검진", "value": test.name, "url": test.url})
    return [message]


def _kept_or_not(words: Checkin, said: str, state: State, around: Around) -> Said | None:
    if said == KEEP or re.match(r"^(?:네|응|예|좋아)", said):
        kept = [*state.get("kept", []), {"on": around.today().isoformat(), "answers": state["answers"]}][-MOST_KEPT:]
        return Said([_record(words, kept), say(words.kept)], {"kept": kept}, private=True, once=True)
    return Said([say(words.dropped)], _only_kept(state), private=True)


def _only_kept(state: State) -> State | None:
    return {"kept": state["kept"]} if state.get("kept") else None


def _record(words: Checkin, kept: list[dict[str, Any]]) -> dict[str, Any]:
    if not kept:
        return say(words.nothing)
    lines = ["나눈 말씀이에요. 막대는 고르신 말을 길이로 보인 것일 뿐, 점수가 아니에요."]
    for area, name in words.areas.items():
        lines.append(name)
        lines += [f"- {one['on']} {_bar(words, one['answers'].get(area, ''))}" for one in kept]
    return say("\n".join(lines))


def _bar(words: Checkin, answer: str) -> str:
    if not answer:
        return "(말하지 않음)"
    if answer not in words.choices:
        return f"“{answer}”"
    return f"{'■' * (words.choices.index(answer) + 1):　<3} {answer}"
