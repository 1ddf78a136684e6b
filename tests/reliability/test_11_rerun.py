"""A few of the crashes."""

from pathlib import Path

import pytest
from bench.reliability import t11_rerun
from bench.section import Place


def test_what_is_collected_again_after_a_crash_is_there_once(tmp_path):
    (row,) = t11_rerun.run(Place(Path(), tmp_path, None), 0.04)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 9
