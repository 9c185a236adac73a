"""One model trained from the committed examples, shared by the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.screening.screen import Screener, train


@pytest.fixture(scope="session")
def model_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screening-model")
    train(folder)
    return folder


@pytest.fixture(scope="session")
def screener(model_dir: Path) -> Screener:
    return Screener(model_dir)
