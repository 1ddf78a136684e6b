"""A tenth of the papers, all the ways with one key."""

from pathlib import Path

from bench.reliability import t13_erasure
from bench.section import Place


def test_nothing_is_left_and_one_key_erases_nothing(tmp_path):
    (row,) = t13_erasure.run(Place(Path(), tmp_path, None), 0.1)
    assert row.ok, row.misses
    assert row.trials > 40
    assert row.outcome.startswith("0 of ")
