"""A few of the calls at which a writer is killed, and the next one after it."""

from pathlib import Path

import pytest
from bench.reliability import t06_kill
from bench.section import Place


def test_a_writer_killed_at_a_system_call_leaves_a_whole_log(tmp_path):
    (row,) = t06_kill.run(Place(Path(), tmp_path, None), 0.05)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials >= 50
