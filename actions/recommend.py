"""Suggest programmes that what the person told does not rule out, with why and what remains to check."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say
from actions.profile_slots import profile_of
from knowledge.eligibility.assess import Verdict
from knowledge.eligibility.rules import field_name
from knowledge.eligibility.suggest import suggest

NAME = "action_recommend"
SHORT = 60
"""Longest period or way to apply that is told in the list; longer ones are read in the guide."""


def run(call: Call, tools: Tools) -> Done:
    """Up to five programmes as cited lines, or a kind sentence when nothing fits what was told."""
    found = suggest(tools.catalog(), profile_of(call.slots), tools.today())
    if not found:
        text = (
            "말씀해 주신 것만으로는 맞는 지원을 고르지 못했어요. 129(보건복지상담센터)에 물어보시면 함께 찾아 드려요."
        )
        return Done(
            responses=[say(text, ("긴급복지", "긴급복지 알려 주세요"), ("처음부터 다시", "받을 수 있는 거 찾아줘"))]
        )
    lines = [
        "말씀해 주신 처지로 살펴볼 만한 지원이에요. 받을 수 있다고 확정된 것은 아니고, 아래 조건을 더 확인해야 해요."
    ]
    lines += [_line(verdict) for verdict in found]
    citations = [
        {"id": g.id, "title": g.name, "section": "대상", "url": g.url, "as_of": g.as_of}
        for g in (v.guide for v in found)
    ]
    buttons = [(v.guide.name.split("(")[0][:14], f"{v.guide.name.split('(')[0]} 알려 주세요") for v in found]
    return Done(responses=[say("\n".join(lines), *buttons, citations=citations)])


def _line(verdict: Verdict) -> str:
    guide = verdict.guide
    met = list(dict.fromkeys(reason.short for reason in verdict.reasons if reason.outcome == "met"))
    check = list(dict.fromkeys(field_name(field) for field in verdict.ask))
    closed = " · 지금은 신청 기간이 아니에요" if guide.status == "closed" else ""
    if verdict.outcome == "eligible":
        more = " / 알려 주신 대로면 조건에 다 맞아요"
    else:
        more = f" / 더 볼 것: {', '.join(check)}" if check else " / 나머지 조건은 안내에서 확인해 주세요"
    lines = [f"- {guide.name}: {guide.benefit}{closed}", f"  맞는 것: {', '.join(met)}{more}"]
    when = [text for text in (guide.period, guide.how_to_apply) if text and len(text) <= SHORT]
    return "\n".join([*lines, *([f"  언제·어떻게: {' · '.join(when)}"] if when else [])])
