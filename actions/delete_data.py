"""Delete what the person said here, at a word."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say

NAME = "action_delete_data"
PROFILE = ("age", "region", "employment", "household", "housing", "topic", "facet")


def run(call: Call, tools: Tools) -> Done:
    """Conversation lines, address and profile are gone; an open case keeps its record until it is closed."""
    tools.forget(call.sender)
    tools.inbox.forget(call.sender)
    text = "이 대화에서 말씀하신 내용과 처지를 지웠어요. 진행 중인 신고가 있으면 그 기록은 사건이 끝날 때까지 남아요."
    return Done([{"event": "slot", "name": name, "value": None} for name in PROFILE], [say(text)])
