"""Every part of knowledge on every set that is there, in one process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from knowledge.answer.answerer import Answerer
from knowledge.catalog import Catalog
from knowledge.evaluation.answers import answers
from knowledge.evaluation.dialogues import dialogues
from knowledge.evaluation.figures import Part, Track, quietly
from knowledge.evaluation.retrieval import Ranker, retrieval
from knowledge.evaluation.sets import Dialogue, Question, half_of, read

INBOX = "from_inbox"
"""The set of this home's own: what was asked here and then answered by an editor. Of the development half."""
SETS: dict[str, tuple[str, ...]] = {
    "retrieval": ("retrieval_dev", "query_dev", "retrieval_test", INBOX),
    "answers": ("retrieval_dev", "retrieval_test", "answers_test", INBOX),
    "dialogues": ("dialogues_dev", "dialogues_test"),
}
"""Which sets each part is measured on: file names under tests/eval without their ending."""


@dataclass(frozen=True)
class Measured:
    """What one part found on one set, and the seconds it took."""

    part: Part
    seconds: float


@dataclass(frozen=True)
class Bench:
    """What is measured: the sets' folder, the answerer over its catalog, and rankers to stand beside the search."""

    folder: Path
    answerer: Answerer
    catalog: Catalog
    baselines: Mapping[str, Ranker]
    inbox: Path | None = None
    """Where the questions that guides came to answer are kept, outside ``folder``."""

    def path(self, name: str) -> Path:
        """The file of a set."""
        return self.inbox if self.inbox and name == INBOX else self.folder / f"{name}.jsonl"

    def search(self, question: str, top: int) -> list[str]:
        """Our own ranking."""
        return [hit.doc for hit in self.answerer.guides.search(question, top)]

    def measure(self, part: str, name: str, track: Track = quietly) -> Part:
        """One part on one set; raises SetError, Disagreement. Of a test half no single row is kept."""
        path = self.path(name)
        if part == "dialogues":
            found = dialogues(read(path, Dialogue, self.catalog), self.answerer, track)
        elif part == "answers":
            found = answers(read(path, Question, self.catalog), self.answerer, self.catalog, track)
        else:
            found = retrieval(read(path, Question, self.catalog), self.search, self.baselines, track)
        return replace(found, mistakes=()) if half_of(name) == "test" else found


def _named(name: str, track: Track) -> Track:
    return lambda rows, what: track(rows, f"{name} {what}")


def measure(
    bench: Bench, parts: Collection[str], halves: Collection[str], track: Track, say: Callable[[str], None]
) -> dict[str, Measured]:
    """Every chosen part on every chosen set by ``part/set``; says which sets are not there."""
    found: dict[str, Measured] = {}
    for part in (part for part in SETS if part in parts):
        for name in (name for name in SETS[part] if half_of(name) in halves):
            if not bench.path(name).exists():
                say(f"{part}: {name}.jsonl이 없어서 건너뛰어요.")
                continue
            start = perf_counter()
            result = bench.measure(part, name, _named(name, track))
            found[f"{part}/{name}"] = Measured(result, perf_counter() - start)
    return found
