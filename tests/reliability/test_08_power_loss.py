"""Some three hundred of the fifty thousand states."""

from pathlib import Path

import pytest
from bench.reliability import t08_power_loss
from bench.section import Place


def test_a_power_cut_takes_nothing_acknowledged(tmp_path):
    (row,) = t08_power_loss.run(Place(Path(), tmp_path, None), 0.006)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 300
