"""Five thousand leaves instead of a million."""

from pathlib import Path

from bench.reliability import t21_million_leaves
from bench.section import Place


def test_a_package_is_verified_offline_in_time(tmp_path):
    (row,) = t21_million_leaves.run(Place(Path(), tmp_path, None), 0.005)
    assert row.ok, row.misses
    assert row.trials == 5_000
