"""Five thousand leaves instead of a million."""

from bench.reliability import t21_million_leaves


def test_a_package_is_verified_offline_in_time(tried):
    assert tried(t21_million_leaves, 0.005).trials == 5_000
