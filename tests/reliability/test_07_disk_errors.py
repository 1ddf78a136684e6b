"""A few of the calls that fail, and a few writes that are cut short."""

from pathlib import Path

import pytest
from bench.reliability import t07_disk_errors
from bench.section import Place


def test_a_disk_that_refuses_takes_no_acknowledgement_back(tmp_path):
    (row,) = t07_disk_errors.run(Place(Path(), tmp_path, None), 0.02)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 30
