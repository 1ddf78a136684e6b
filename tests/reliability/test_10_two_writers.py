"""A few of the kills."""

from pathlib import Path

import pytest
from bench.reliability import t10_two_writers
from bench.section import Place


def test_two_writers_and_a_kill_leave_one_linear_log(tmp_path):
    (row,) = t10_two_writers.run(Place(Path(), tmp_path, None), 0.04)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 8
