"""Keep a question for an expert (사전질의)."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say, slot

NAME = "action_leave_question"


def run(call: Call, tools: Tools) -> Done:
    """The question is committed to the inbox; the person learns its number."""
    number = tools.inbox.add("prequestion", call.text, call.sender, call.slots.get("topic"))
    text = (
        f"질문을 남겼어요(번호 {number}). 담당 편집자가 확인할 거예요. 더 적고 싶은 내용이 있으면 이어서 보내 주세요."
    )
    return Done([slot("offer", "none")], [say(text)])
