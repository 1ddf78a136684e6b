"""A tenth of the papers, all the ways with one key."""

from bench.reliability import t13_erasure


def test_nothing_is_left_and_one_key_erases_nothing(tried):
    row = tried(t13_erasure, 0.1)
    assert row.trials > 40
    assert row.outcome.startswith("0 of ")
