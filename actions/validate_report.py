"""Check the report form's answers: who, what, and three separate consents that only a clear yes gives."""

from __future__ import annotations

import re

from actions.answer import FACETS
from actions.call import Call, Done, Tools, say, say_answer, slot

NAME = "validate_report_form"
SELF = re.compile(r"^(self|저|나|제|내|본인|저예요|제\s?일|내\s?일)|저(예요|요|입니다|에요)|본인")
OTHER = re.compile(
    r"other|다른|이웃|옆집|윗집|아랫집|앞집|친구|가족|할머니|할아버지|어머니|아버지|엄마|아빠|아이|학생|손님|세입자|남|누가|누군가"
)
BARE_WISH = re.compile(
    r"^[\s\W]*(신고|알리|제보|접수)?\s?(하|할|드리)?(고|려고|려구|려면|래요|게요|싶어요|싶은데요|싶습니다|요)?[\s\W]*$"
)
PROMISE = re.compile(r"^.{0,12}알려\s?(줄|드릴|드리|줘도)")
"""The button "어디인지 알려주기" announces a place without naming it."""
MIN_WHAT = 8
FREE = ("report_what", "report_place", "report_since", "report_contact")
ASKING = (*FACETS, "compare", "easy_words", "ask_capability", "bot_challenge")


def run(call: Call, tools: Tools) -> Done:
    """Slot events for what holds; an answer that tells nothing is emptied, so the form asks again."""
    events, responses = [], []
    if call.requested in FREE and call.intent in ASKING and call.text.rstrip().endswith(("?", "？")):
        # A question in the middle is answered, and the form asks again; any other words are the answer it asked for.
        return Done([slot(call.requested, None)], [say_answer(tools.answerer.answer(call.text, doubted=True))])
    for name, value in call.candidates.items():
        if name == "report_subject" and value not in ("self", "other", None):
            value = _subject(str(value))
            if value is None:
                responses.append(
                    say(
                        "본인의 일인지 다른 사람의 일인지 알려 주세요.",
                        ("제 일이에요", "저예요"),
                        ("다른 사람 일이에요", "다른 사람이에요"),
                    )
                )
        if name == "report_what" and value and not _tells(str(value)):
            value = None
        if name == "report_place" and value and PROMISE.search(str(value)):
            value = None
        events.append(slot(name, value))
    return Done(events, responses)


def _subject(text: str) -> str | None:
    if OTHER.search(text):
        return "other"
    return "self" if SELF.search(text.strip()) else None


def _tells(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    wish = re.fullmatch(
        r".{0,14}(신고|알려?리?|제보)(하|할|드리)?.{0,8}(싶|래요|게요|려고|려구|은데|요|나요|까요)?.{0,6}", plain
    )
    return len(plain) >= MIN_WHAT and not wish and not BARE_WISH.match(text)
