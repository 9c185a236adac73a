"""Delete what the person said here, at a word."""

from __future__ import annotations

from actions.call import Call, Done, Tools, say

NAME = "action_delete_data"
PROFILE = ("age", "region", "employment", "household", "housing", "topic", "facet")


def run(call: Call, tools: Tools) -> Done:
    """Lines, address, questions and profile are gone; a case keeps its record for the time the law gives."""
    text = tools.forget(call.sender)
    return Done([{"event": "slot", "name": name, "value": None} for name in PROFILE], [say(text)])
