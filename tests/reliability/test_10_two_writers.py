"""A few of the kills."""

from bench.reliability import t10_two_writers


def test_two_writers_and_a_kill_leave_one_linear_log(tried):
    assert tried(t10_two_writers, 0.04).trials >= 8
