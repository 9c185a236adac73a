from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.casework import kit


@pytest.fixture(params=kit.kinds())
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[kit.World]:
    with kit.world(request.param, tmp_path) as made:
        yield made
