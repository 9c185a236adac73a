"""Tell whether a trained model still matches what is committed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from casework.screening.classifier import ModelError, load
from casework.screening.text import DATA


def stamp() -> str:
    """A hash of everything the model depends on: examples, word lists and the code that reads them."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    code = [folder / f"{name}.py" for name in ("text", "lexicon", "hearing", "features", "classifier", "training")]
    data = [*DATA.glob("examples/*.jsonl"), *DATA.glob("lexicon/*.yaml"), DATA / "spelling.yaml"]
    for path in sorted([*code, *data]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path) -> bool:
    """Whether the folder holds a whole model trained from what is committed now."""
    try:
        return load(folder).stamp == stamp()
    except ModelError:
        return False
