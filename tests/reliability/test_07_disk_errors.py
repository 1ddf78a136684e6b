"""A few of the calls that fail, and a few writes that are cut short."""

from bench.reliability import t07_disk_errors


def test_a_disk_that_refuses_takes_no_acknowledgement_back(tried):
    assert tried(t07_disk_errors, 0.02).trials >= 30
