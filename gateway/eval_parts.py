"""The steps of an evaluation: knowledge in this process, screening, and the dialogue model in its own environment."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from casework.screening.evaluate import evaluate as evaluate_screening
from gateway.build import today
from gateway.offline import catalog_of, screener_of
from gateway.settings import ROOT, Settings
from gateway.shelf import lines_of
from knowledge.answer.answerer import Answerer
from knowledge.evaluation.figures import Figures, Part
from knowledge.evaluation.queries import QuestionsKept
from knowledge.evaluation.run import Bench, Measured, measure
from knowledge.passages import of_guide
from knowledge.search.baselines import rankers

if TYPE_CHECKING:
    from gateway.evaluate import Choice


class Unmeasured(RuntimeError):
    """A step that could not be done; the text says which and why."""


class Shown(Protocol):
    """Where a step shows how far it is."""

    def say(self, text: str) -> None:
        """One line."""

    def track(self, rows: Sequence[Any], what: str) -> Iterable[Any]:
        """The rows, one step each."""

    def count(self, what: str) -> Callable[[int, int], None]:
        """A bar to be told (done, all) as often as wanted."""


def knowledge(settings: Settings, choice: Choice, shown: Shown) -> dict[str, Measured]:
    """Retrieval, answers and dialogues over every guide."""
    catalog = catalog_of(settings)
    kind = settings.embeddings if choice.vectors else "none"
    library = QuestionsKept(settings.home / "eval" / "index", settings.home / "vectors.db", kind)
    progress = None if kind == "none" else shown.count("뜻 검색 벡터")
    library.renew([passage for guide in catalog for passage in of_guide(guide)], progress)
    if library.state.error:
        raise Unmeasured(library.state.error)  # figures of words alone must not pass for those of words and meaning
    library.embed(lines_of(catalog), shown.count("줄의 뜻"))
    model = library.model() if library.searcher.snapshot.vectors is not None else None
    beside = rankers(library.searcher.snapshot, model) if choice.baselines else {}
    inbox = settings.home / "eval" / "from_inbox.jsonl"
    bench = Bench(choice.folder, Answerer(lambda: catalog, library, today), catalog, beside, inbox)
    try:
        return measure(bench, choice.parts, choice.halves, shown.track, shown.say)
    except ModuleNotFoundError as error:
        raise Unmeasured(f"{error.name} 꾸러미가 없어요. make setup 뒤에 다시 재 주세요.") from error


def screening(settings: Settings, choice: Choice, shown: Shown) -> dict[str, Measured]:
    """Danger heard or not, on the held-out messages; there is no other half."""
    path = choice.folder / "screening_test.jsonl"
    if "test" not in choice.halves or not path.exists():
        shown.say("screening: 재기만 하는 쪽의 screening_test.jsonl만 있어서 건너뛰어요.")
        return {}
    start = perf_counter()
    found = evaluate_screening(screener_of(settings), path)
    ours = found.pop("screener")
    rows, _ = found.pop("messages"), found.pop("harmless")
    tables = {"level": ours.pop("recall_by_level"), "kind": ours.pop("recall_by_kind")}
    beside = {name: _told(each) for name, each in found.items()} if choice.baselines else {}
    grouped = {column: {group: {"recall": share} for group, share in of.items()} for column, of in tables.items()}
    return {"screening/screening_test": Measured(Part(rows, _told(ours), grouped, (), beside), perf_counter() - start)}


def _told(figures: dict[str, Any]) -> Figures:
    return {name: float(value) for name, value in figures.items() if isinstance(value, float | int)}


def intents(settings: Settings, choice: Choice, shown: Shown) -> dict[str, Measured]:
    """The classifier alone on folds of its written examples (dev), and the trained model on held-out ones (test)."""
    found: dict[str, Measured] = {}
    guides = ["--guides", str(settings.guides_dir)]
    if "dev" in choice.halves:
        found["intents/folds_dev"] = _bot(["--cross-validate", *guides], "의도, 다섯으로 나누어", shown)
    test = choice.folder / "nlu_test.jsonl"
    if "test" in choice.halves and test.exists():
        models = settings.home.resolve() / "models" / "rasa"
        python = str(ROOT / "bot" / ".venv" / "bin" / "python")
        train = [python, str(ROOT / "bot" / "train.py"), *guides, "--out", str(models)]
        if subprocess.run(train, cwd=ROOT, check=False).returncode:
            raise Unmeasured("대화 모델을 만들지 못해서 의도를 잴 수 없어요.")
        model = models / (models / "current.txt").read_text().strip()
        found["intents/nlu_test"] = _bot(["--model", str(model), "--data", str(test.resolve())], "의도", shown)
    return found


def _bot(arguments: list[str], what: str, shown: Shown) -> Measured:
    start = perf_counter()
    python, script = str(ROOT / "bot" / ".venv" / "bin" / "python"), str(ROOT / "bot" / "evaluate.py")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [python, script, *arguments, "--json", str(out)]
        other: list[str] = []
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as bot:
            tell = shown.count(what)
            for done, total in _counts(bot.stderr or (), other.append):
                tell(done, total)
        if bot.returncode:
            raise Unmeasured(f"의도를 재지 못했어요({bot.returncode}): {''.join(other[-3:]).strip()}")
        scores = json.loads(out.read_text(encoding="utf-8"))
    (ours, *beside) = scores.values()
    names = ("words", "chars")
    baselines = {name: {"accuracy": each["accuracy"]} for name, each in zip(names, beside, strict=False)}
    part = Part(int(ours["rows"]), {"accuracy": ours["accuracy"]}, {}, (), baselines)
    return Measured(part, perf_counter() - start)


def _counts(lines: Iterable[str], other: Callable[[str], None]) -> Iterator[tuple[int, int]]:
    for line in lines:
        done, slash, total = line.strip().partition("/")
        if slash and done.isdigit() and total.isdigit():
            yield int(done), int(total)
        else:
            other(line)
