"""One bit in fifty."""

import pytest
from bench.reliability import t04_bit_flips


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_no_turned_bit_says_something_else(tried):
    assert tried(t04_bit_flips, 0.02).trials > 4_000
