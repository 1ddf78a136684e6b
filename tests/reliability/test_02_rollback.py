"""A few dozen of the forgeries."""

from pathlib import Path

from bench.reliability import t02_rollback
from bench.section import Place


def test_one_kept_checkpoint_shows_every_forgery(tmp_path):
    (row,) = t02_rollback.run(Place(Path(), tmp_path, None), 0.03)
    assert row.ok, row.misses
    assert row.trials > 40
