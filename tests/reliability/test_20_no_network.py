"""The whole way with a scan and a note."""

import shutil
from pathlib import Path

import pytest
from bench.reliability import t20_no_network
from bench.section import Place


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_nothing_leaves_this_machine(tmp_path):
    (row,) = t20_no_network.run(Place(Path(), tmp_path, None), 0.1)
    if row.ok is None:
        pytest.skip(row.outcome)
    assert row.ok, row.misses
    assert row.trials > 20
