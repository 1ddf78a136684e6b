"""A few of the crashes."""

from bench.reliability import t11_rerun


def test_what_is_collected_again_after_a_crash_is_there_once(tried):
    assert tried(t11_rerun, 0.04).trials >= 9
