"""The tests of custody at a small scale; `bench/acceptance.py` runs them whole."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from bench.reliability.row import Row
from bench.section import Place

Tried = Callable[[ModuleType, float], Row]


@pytest.fixture
def tried(tmp_path: Path) -> Tried:
    """Runs a test of custody at a scale; what it says is as it must be."""

    def run(test: ModuleType, scale: float) -> Row:
        (row,) = test.run(Place(Path(), tmp_path, None), scale)
        if row.ok is None:
            pytest.skip(row.outcome)
        assert row.ok, row.misses
        return row

    return run
