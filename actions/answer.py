"""Answer a question from the guides, in the context of what was talked about."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say_answer, slot
from knowledge.answer.talk import Talk

NAME = "action_answer"
FACETS = {
    "ask_overview": "what", "ask_eligibility": "who", "ask_amount": "amount", "ask_documents": "papers",
    "ask_how": "how",
    "ask_period": "when", "ask_contact": "contact", "ask_rule": "rule",
}  # fmt: skip


def run(call: Call, tools: Tools) -> Done:
    """The answer with citations, or a typed refusal; a refused question is kept for the editors."""
    topic = talk_of(call, tools)
    if call.intent == "compare":
        answer = tools.answerer.compare(call.text, topic=topic)
    elif call.intent == "easy_words" and Talk.parse(topic, tools.catalog()).topics:
        answer = tools.answerer.easy(str(topic), call.slots.get("facet"))
    else:
        doubted = call.intent == "out_of_scope"
        answer = tools.answerer.answer(call.text, topic=topic, facet=FACETS.get(call.intent), doubted=doubted)
    if answer.refusal in ("no_source", "partly_known"):
        tools.inbox.add("unanswered", call.text, call.sender, answer.topic)
    talk = Talk.parse(topic, tools.catalog()).after(answer)
    if answer.topic or answer.shown:
        tools.remember_topic(call.sender, talk.stored)
    if answer.topic is None:
        return Done(responses=[say_answer(answer)])
    return Done([slot("topic", answer.topic), slot("facet", answer.facet)], [say_answer(answer)])


def talk_of(call: Call, tools: Tools) -> str | None:
    """The talk so far: as the conversation remembers it, unless the dialogue's own topic is none of it."""
    topic, remembered = call.slots.get("topic"), tools.topic_of(call.sender)
    if topic and topic not in (remembered or "").replace("/", " ").split():
        return str(topic)
    return remembered
