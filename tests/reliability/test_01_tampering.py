"""A few hundred of the ten thousand trials."""

from pathlib import Path

from bench.reliability import t01_tampering
from bench.section import Place


def test_whatever_is_done_to_one_file_is_found_and_the_file_named(tmp_path):
    (row,) = t01_tampering.run(Place(Path(), tmp_path, None), 0.02)
    assert row.ok, row.misses
    assert row.trials > 200
    assert "noted" in row.outcome
