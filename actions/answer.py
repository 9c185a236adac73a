"""Answer a question from the guides, in the context of what was talked about."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say_answer, slot

NAME = "action_answer"
FACETS = {
    "ask_overview": "what", "ask_eligibility": "who", "ask_amount": "amount", "ask_documents": "papers",
    "ask_how": "how",
    "ask_period": "when", "ask_contact": "contact", "ask_rule": "rule",
}  # fmt: skip


def run(call: Call, tools: Tools) -> Done:
    """The answer with citations, or a typed refusal; a refused question is kept for the editors."""
    topic = call.slots.get("topic") or tools.topic_of(call.sender)
    if call.intent == "compare":
        answer = tools.answerer.compare(call.text, topic=topic)
    elif call.intent == "easy_words" and topic:
        answer = tools.answerer.answer("", topic=topic, facet="what")
    else:
        doubted = call.intent == "out_of_scope"
        answer = tools.answerer.answer(call.text, topic=topic, facet=FACETS.get(call.intent), doubted=doubted)
    if answer.refusal in ("no_source", "partly_known"):
        tools.inbox.add("unanswered", call.text, call.sender, answer.topic)
    if answer.topic is None:
        return Done(responses=[say_answer(answer)])
    tools.remember_topic(call.sender, answer.topic)
    return Done([slot("topic", answer.topic), slot("facet", answer.facet)], [say_answer(answer)])
