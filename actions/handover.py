"""The person wants a human: open (or join) a case that asks for one, and say honestly what happens next."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say
from casework.cases import Heard
from casework.statistics import usual_minutes

NAME = "action_handover"
NOW = "지금 바로 사람과 통화하려면 129(보건복지상담센터)로 전화해 주세요. 급하면 119·112예요."


def run(call: Call, tools: Tools) -> Done:
    """A case of normal level with the person's words, so that somebody on call is told; numbers for right now."""
    heard = Heard("normal", "self", ("talk_to_human",), False, 0.5)
    opened = tools.cases.hear(
        conversation=call.sender,
        channel="chat",
        heard=heard,
        quote=call.text,
        event_key=f"{call.sender}:{call.message_id}:human",
    )
    first = (
        "담당자에게 알렸어요. 이 대화로 답을 드릴 거예요."
        if opened.alerted
        else "요청을 남겼어요. 담당자가 보는 대로 이 대화로 답을 드릴 거예요."
    )
    text = f"{first} 접수번호는 {opened.receipt}예요.{_wait(tools, opened.level)}\n{NOW}"
    return Done(responses=[say(text, receipt=opened.receipt)])


def _wait(tools: Tools, level: str) -> str:
    """How soon somebody usually takes such a case, as it was measured; nothing while that is not known."""
    minutes = usual_minutes(tools.cases.store, tools.cases.now(), level)
    if minutes is None:
        return ""
    span = f"{minutes // 60}시간" if minutes > 120 else f"{minutes}분"
    return f" 보통 {span} 안에 담당자가 맡아요."
