"""A few hundred of the ten thousand trials."""

from bench.reliability import t01_tampering


def test_whatever_is_done_to_one_file_is_found_and_the_file_named(tried):
    row = tried(t01_tampering, 0.02)
    assert row.trials > 200
    assert "noted" in row.outcome
