"""The whole way with a scan and a note."""

import shutil

import pytest
from bench.reliability import t20_no_network


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_nothing_leaves_this_machine(tried):
    assert tried(t20_no_network, 0.1).trials > 20
