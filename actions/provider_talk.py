"""For providers and agencies in the chat: papers by service type, the self-check, contract ways step by step."""

from __future__ import annotations

import re
from typing import Any

from actions.call import say
from actions.naming import cited
from actions.talks import Around, Said, State
from knowledge.documents.providers import CheckItem, Verdict, providers
from knowledge.guide import Guide

_CHECK = re.compile(r"심사\s?자가\s?점검|디지털서비스\s?자가\s?점검|^자가\s?점검$")
_PAPERS = re.compile(r"^(?:디지털서비스\s?)?(?P<type>[\w가-힣 ]{2,12}?)\s?(?:유형\s?)?심사\s?서류(?:\s?목록)?$")
_STOP = re.compile(r"^(?:그만|멈춰|취소)")
WORDS: dict[Verdict, re.Pattern[str]] = {
    "ready": re.compile(r"^(?:네|예|응|있어|있습|됐|맞)"),
    "lacking": re.compile(r"^(?:아니|없|안\s?돼|아직)"),
    "unsure": re.compile(r"^(?:모르|몰라|글쎄|잘\s?모)"),
}
PAGE = "신청서 초안"


class ProviderTalk:
    """State: the type chosen and the answers given so far, by question."""

    name = "provider"

    def begin(self, text: str, state: State | None, around: Around) -> Said | None:
        """Papers of a type, a way step by step, or the self-check from its first question."""
        data, said = providers(), text.strip()
        if way := data.way_of(said) if len(said) <= 30 else None:
            return Said(_told(around, data.ways[way].guides, "steps"))
        found = _PAPERS.match(said)
        if found and (kind := data.type_of(found["type"])):
            messages = _told(around, (*data.common, data.types[kind].papers), "documents")
            page = {"label": PAGE, "value": PAGE, "url": f"{around.base_url}/drafts/ds-application-forms"}
            messages[-1]["custom"]["buttons"] += [{"label": "자가점검", "value": f"{kind} 심사 자가점검"}, page]
            return Said(messages)
        if not _CHECK.search(said):
            return None
        begun = say(data.self_check.about)
        chosen = data.type_of(said)
        if chosen is None:
            return Said([begun, _which()], {"answers": {}}, asking=True)
        return Said([begun, _question(chosen, 0)], {"type": chosen, "answers": {}}, asking=True)

    def go_on(self, text: str, state: State, around: Around) -> Said | None:
        """The next question, or what to prepare; words that are no answer leave the talk to others."""
        said = text.strip()
        if _STOP.match(said):
            return Said([say("자가점검을 그만할게요. '심사 자가점검'이라고 적으면 다시 해요.")])
        if "type" not in state:
            kind = providers().type_of(said)
            return Said([_question(kind, 0)], state | {"type": kind}, asking=True) if kind else None
        verdict = next((name for name, pattern in WORDS.items() if pattern.match(said)), None)
        if verdict is None:
            return None
        items = providers().questions(state["type"])
        answers = state["answers"] | {items[len(state["answers"])].id: verdict}
        if len(answers) < len(items):
            return Said([_question(state["type"], len(answers))], state | {"answers": answers}, asking=True)
        return Said(_result(around, state["type"], answers))

    def interrupted(self, state: State) -> State | None:
        """Nothing is kept."""
        return None


def _which() -> dict[str, Any]:
    return say("어떤 유형으로 신청하세요?", *((name, name) for name in providers().types))


def _question(kind: str, number: int) -> dict[str, Any]:
    items = providers().questions(kind)
    choices = [(said, said) for said in providers().self_check.choices.values()]
    return say(f"({number + 1}/{len(items)}) {items[number].ask}", *choices)


def _told(around: Around, guides: tuple[str, ...], field: str) -> list[dict[str, Any]]:
    found = [guide for one in guides if (guide := around.catalog().get(one))]
    return [_one(guide, field) for guide in found] or [
        say("지금은 이 안내를 볼 수 없어요. 잠시 뒤 다시 물어봐 주세요.")
    ]


def _one(guide: Guide, field: str) -> dict[str, Any]:
    lines = getattr(guide, field) or guide.criteria
    unsure = [] if guide.confidence == "high" else ["확인이 덜 된 내용이라, 내기 전에 담당 기관에 물어보세요."]
    return say("\n".join([guide.name, *(f"- {line}" for line in lines), *unsure]), citations=cited(guide, "한눈에"))


def _result(around: Around, kind: str, answers: dict[str, Verdict]) -> list[dict[str, Any]]:
    check, catalog = providers().self_check, around.catalog()
    lines = [f"{kind} 심사 자가점검이에요."]
    for verdict, heading in (("lacking", check.lacking), ("unsure", check.unsure), ("ready", check.ready)):
        items = [item for item in providers().questions(kind) if answers.get(item.id) == verdict]
        lines += [heading] * bool(items) + [_line(item, verdict) for item in items]
    ids = dict.fromkeys([item.guide for item in providers().questions(kind)] + list(check.closing_guides))
    guides = [guide for one in ids if (guide := catalog.get(one))]
    citations = [citation for guide in guides for citation in cited(guide, "기준과 근거")]
    page = {"label": PAGE, "value": PAGE, "url": f"{around.base_url}/drafts/ds-application-forms"}
    message = say("\n".join(lines), (f"{kind} 심사 서류", f"{kind} 심사 서류"))
    message["custom"]["buttons"].append(page)
    return [message, say(check.closing, citations=citations)]


def _line(item: CheckItem, verdict: str) -> str:
    about = item.criterion or item.document
    return f"- {about}" if verdict == "ready" else f"- {about}: {item.then}"
