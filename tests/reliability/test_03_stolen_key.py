"""Each forgery in each way, once."""

from pathlib import Path

from bench.reliability import t03_stolen_key
from bench.section import Place


def test_the_witnesses_quorum_shows_what_a_thief_of_all_keys_wrote(tmp_path):
    (row,) = t03_stolen_key.run(Place(Path(), tmp_path, None), 0.01)
    assert row.ok, row.misses
    assert row.trials >= 56
