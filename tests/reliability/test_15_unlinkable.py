"""A tenth of the documents."""

from pathlib import Path

from bench.reliability import t15_unlinkable
from bench.section import Place


def test_who_holds_a_document_cannot_find_it_in_a_package_that_leaves_it_out(tmp_path):
    (row,) = t15_unlinkable.run(Place(Path(), tmp_path, None), 0.2)
    assert row.ok, row.misses
    assert row.trials > 30
