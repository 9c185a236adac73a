"""Tell a person how their report stands: by the conversation, or by receipt and code in the message."""

from __future__ import annotations

import re

from actions.call import Call, Done, Tools, say

NAME = "action_report_status"
# ASCII letters only: to \b a Korean particle is part of the word before it.
_PAIR = re.compile(r"(?<![0-9A-Z])(R-?[0-9A-Z]{4}-?[0-9A-Z]{2})(?![0-9A-Z])\D*?([0-9A-Z][0-9A-Z-]{5,})", re.I)
HOW = "접수번호와 확인 코드를 함께 적어 주시면 알려 드릴게요. 예: R-7K3M-9Q ABCD-1234"


def run(call: Call, tools: Tools) -> Done:
    """The state in one sentence; a wrong pair and an unknown receipt sound the same."""
    if pair := _PAIR.search(call.text):
        try:
            status = tools.cases.status(pair[1], pair[2])
        except LookupError as error:
            return Done(responses=[say(f"{error} {HOW}")])
        return Done(responses=[say(f"접수번호 {status.receipt}: {status.text}", receipt=status.receipt)])
    progress = tools.cases.progress(call.sender)
    if progress is None:
        return Done(responses=[say(f"이 대화에는 진행 중인 신고가 없어요. {HOW}", ("신고하기", "신고하고 싶어요"))])
    return Done(responses=[say(f"접수번호 {progress.receipt}: {progress.text}", receipt=progress.receipt)])
