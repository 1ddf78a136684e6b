"""Twenty of the two hundred canaries, with two killings."""

from pathlib import Path

from bench.reliability import t12_canaries
from bench.section import Place


def test_what_is_sealed_is_found_nowhere(tmp_path):
    (row,) = t12_canaries.run(Place(Path(), tmp_path, None), 0.1)
    assert row.ok, row.misses
    assert row.trials == 20
    assert row.outcome.startswith("0 found")
