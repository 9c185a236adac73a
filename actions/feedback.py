"""Keep a thumb up or down; after a thumb down offer to leave the question for an expert."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say, slot

NAME = "action_feedback"


def run(call: Call, tools: Tools) -> Done:
    """The opinion is committed with the guide it was about."""
    topic = call.slots.get("topic")
    if call.intent == "feedback_good":
        tools.inbox.add("good", call.text, call.sender, topic)
        return Done(responses=[say("도움이 됐다니 다행이에요. 더 궁금한 것이 있으면 언제든 물어보세요.")])
    tools.inbox.add("bad", call.text, call.sender, topic)
    text = "답이 부족했군요. 알려 주셔서 고마워요. 담당 편집자에게 질문을 남겨 둘까요?"
    return Done([slot("offer", "leave_question")], [say(text, ("네, 남길게요", "네"), ("아니요", "아니요"))])
