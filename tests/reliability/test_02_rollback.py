"""A few dozen of the forgeries."""

from bench.reliability import t02_rollback


def test_one_kept_checkpoint_shows_every_forgery(tried):
    assert tried(t02_rollback, 0.03).trials > 40
