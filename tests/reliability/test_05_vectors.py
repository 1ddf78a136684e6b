"""All vectors, and the other implementation at the first hundred sizes."""

from pathlib import Path

from bench.reliability import t05_vectors
from bench.section import Place


def test_trees_proofs_names_and_notes_are_those_of_the_standards(tmp_path):
    (row,) = t05_vectors.run(Place(Path(), tmp_path, None), 0.08)
    assert row.ok, row.misses
    assert row.trials > 10_000
