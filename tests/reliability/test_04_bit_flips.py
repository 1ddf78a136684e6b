"""One bit in fifty."""

from pathlib import Path

import pytest
from bench.reliability import t04_bit_flips
from bench.section import Place


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_no_turned_bit_says_something_else(tmp_path):
    (row,) = t04_bit_flips.run(Place(Path(), tmp_path, None), 0.02)
    assert row.ok, row.misses
    assert row.trials > 4_000
