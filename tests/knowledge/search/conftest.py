"""What all guides can be asked about, and a small corpus that has nothing of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.index import snapshot
from knowledge.search.query.vocabulary import Vocabulary
from tests.knowledge import corpus


@pytest.fixture(scope="session")
def vocabulary(all_index: Path) -> Vocabulary:
    """The vocabulary of every guide."""
    return Vocabulary(snapshot.load(all_index))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """The vocabulary of three documents."""
    return Vocabulary(snapshot.load(snapshot.build(corpus.passages(), tmp_path_factory.mktemp("small"))))
