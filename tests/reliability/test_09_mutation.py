"""A fifth of the mutants."""

from pathlib import Path

import pytest
from bench.reliability import t09_mutation
from bench.section import Place


def test_the_tests_of_crashes_can_fail(tmp_path):
    (row,) = t09_mutation.run(Place(Path(), tmp_path, None), 0.2)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 6
