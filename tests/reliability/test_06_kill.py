"""A few of the calls at which a writer is killed, and the next one after it."""

from bench.reliability import t06_kill


def test_a_writer_killed_at_a_system_call_leaves_a_whole_log(tried):
    assert tried(t06_kill, 0.05).trials >= 50
