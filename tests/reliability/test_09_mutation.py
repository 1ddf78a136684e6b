"""A fifth of the mutants."""

from bench.reliability import t09_mutation


def test_the_tests_of_crashes_can_fail(tried):
    assert tried(t09_mutation, 0.2).trials >= 6
