"""A tenth of the documents."""

from bench.reliability import t15_unlinkable


def test_who_holds_a_document_cannot_find_it_in_a_package_that_leaves_it_out(tried):
    assert tried(t15_unlinkable, 0.2).trials > 30
