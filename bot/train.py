"""Trains the Rasa model when, and only when, something it is made of changed.

bot/.venv/bin/python bot/train.py --guides knowledge/guides --out var/models [--force]
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Sequence

BOT = Path(__file__).resolve().parent
ROOT = BOT.parent
sys.path.insert(0, str(BOT))
os.environ.update(
    RASA_TELEMETRY_ENABLED="false",
    # Rasa's cache does not see changes in modules that a component imports; 0 switches it off.
    RASA_MAX_CACHE_SIZE="0",
)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MALLOC_ARENA_MAX", "2")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

import guide_names  # noqa: E402  (needs the path above)
from quiet import quiet  # noqa: E402

INPUTS = ("domain/**/*.yml", "data/**/*.yml", "components/**/*.py", "components/**/*.yml")
SINGLE = ("guide_names.py", "name_judge.py", "train.py", "requirements.lock")
CURRENT = "current.txt"
KEPT_MODELS = 2

Trainer = Callable[[Path, Path], Path]
"""Takes the guides' NLU file and a folder to work in, returns the trained archive."""


class TrainingFailed(RuntimeError):
    """The model could not be trained; the message says why."""


def fingerprint(guides: Sequence[guide_names.GuideName], root: Path = ROOT) -> str:
    """Return 16 hex digits over everything the model is made of: contents only, never times or machine paths."""
    digest = hashlib.sha256()
    for path in _inputs(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(json.dumps(sorted(guides), ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def _inputs(root: Path) -> Iterator[Path]:
    bot = root / "bot"
    for pattern in INPUTS:
        yield from sorted(bot.glob(pattern))
    for path in (root / "config.yml", *(bot / name for name in SINGLE)):
        if not path.is_file():
            raise TrainingFailed(f"훈련에 필요한 파일이 없습니다: {path.relative_to(root)}")
        yield path


def ensure_model(guides: Path, out: Path, force: bool, train: Trainer, say: Callable[[str], None]) -> Path:
    """Return the path of a model that matches the inputs, training it when there is none.

    Guarantees: ``out`` never holds a half-written model under its final name; ``current.txt`` names a complete one;
    two processes train one after the other, the second finds the first's work. Raises TrainingFailed or GuideError.
    """
    known = guide_names.read_guides(guides)
    say(f"안내 {len(known)}건의 이름을 읽었어요.")
    name = f"rasa-{fingerprint(known)}.tar.gz"
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".train.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        model = out / name
        if model.is_file() and not force:
            say(f"바뀐 것이 없어 그대로 써요: {name}")
        else:
            _train_into(model, known, train, say)
        _write_current(out, name)
        _prune(out, model)
    return model


def _train_into(
    model: Path, guides: Sequence[guide_names.GuideName], train: Trainer, say: Callable[[str], None]
) -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=model.parent, prefix=".train-") as folder:
        work = Path(folder)
        nlu = guide_names.write(guides, work / "nlu")
        say("대화 모델을 훈련해요. 1분쯤 걸려요.")
        archive = train(nlu, work)
        os.replace(archive, model)
    say(f"훈련을 마쳤어요: {model.name} ({time.monotonic() - started:.0f}초)")


def _write_current(out: Path, name: str) -> None:
    fresh = out / f".{CURRENT}.{os.getpid()}"
    fresh.write_text(name + "\n", encoding="utf-8")
    os.replace(fresh, out / CURRENT)


def _prune(out: Path, model: Path) -> None:
    others = sorted((p for p in out.glob("rasa-*.tar.gz") if p != model), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) - (KEPT_MODELS - 1))]:
        old.unlink()


def rasa_train(nlu: Path, work: Path) -> Path:
    """Train with Rasa on the files of this project plus ``nlu``; raises TrainingFailed when no model comes out."""
    from rasa.exceptions import ModelNotFound
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    quiet()
    # Rasa keeps scratch files in the working folder
    os.chdir(work)
    try:
        result = train(
            domain=str(BOT / "domain"),
            config=str(ROOT / "config.yml"),
            training_files=[str(BOT / "data"), str(nlu)],
            output=str(work / "models"),
            fixed_model_name="model",
            force_training=True,
        )
    except (RasaException, ModelNotFound, SystemExit) as error:
        raise TrainingFailed(f"Rasa가 훈련하지 못했습니다: {error}") from error
    finally:
        os.chdir(BOT)
    if result.code != 0 or not result.model:
        raise TrainingFailed(f"Rasa가 모델을 내놓지 않았습니다(코드 {result.code}).")
    return Path(result.model)


def main(arguments: Optional[List[str]] = None) -> int:
    """Command line; returns 0 with a ready model, 1 with a sentence on standard error."""
    parser = argparse.ArgumentParser(description="바뀐 것이 있을 때만 대화 모델을 훈련해요.")
    parser.add_argument("--guides", type=Path, required=True, help="안내 파일 폴더")
    parser.add_argument("--out", type=Path, required=True, help="모델을 둘 폴더")
    parser.add_argument("--force", action="store_true", help="바뀐 것이 없어도 다시 훈련")
    options = parser.parse_args(arguments)
    try:
        ensure_model(options.guides.resolve(), options.out.resolve(), options.force, rasa_train, _say)
    except (TrainingFailed, guide_names.GuideError, OSError) as error:
        print(f"[훈련] 실패: {error}", file=sys.stderr)
        return 1
    return 0


def _say(text: str) -> None:
    print(f"[훈련] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
