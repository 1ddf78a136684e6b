"""All vectors, and the other implementation at the first hundred sizes."""

from bench.reliability import t05_vectors


def test_trees_proofs_names_and_notes_are_those_of_the_standards(tried):
    assert tried(t05_vectors, 0.08).trials > 10_000
