"""The tests of custody at a small scale; `bench/acceptance.py` runs them whole."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from bench.reliability.row import Row
from bench.section import Place

Tried = Callable[[ModuleType, float], Row]


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    """Runs a test of custody at a scale, with keys of its own; what it says is as it must be."""
    monkeypatch.setenv("GOVAH_KEYS", str(tmp_path / "keys"))

    def run(test: ModuleType, scale: float) -> Row:
        (row,) = test.run(Place(Path(), tmp_path, None), scale)
        if row.ok is None:
            pytest.skip(row.outcome)
        assert row.ok, row.misses
        return row

    return run
