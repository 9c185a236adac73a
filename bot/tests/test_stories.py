"""``rasa test core`` over tests/stories: the policies predict every step of every flow, the NLU every sentence."""

from __future__ import annotations

import asyncio
from pathlib import Path

HERE = Path(__file__).parent


def test_every_story_is_predicted(model: Path, tmp_path: Path) -> None:
    from rasa.core.agent import Agent
    from rasa.core.test import test as run_stories

    agent = Agent.load(str(model))
    report = asyncio.run(
        run_stories(str(HERE / "stories"), agent, out_directory=str(tmp_path), e2e=True, disable_plotting=True)
    )
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    conversations = report["report"]["conversation_accuracy"]
    assert conversations["correct"] == conversations["total"], failed
    assert conversations["total"] >= 25, "the stories were not found"
