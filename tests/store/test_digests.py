import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govah.store import digests
from govah.store.digests import Digests, DigestThread


def expected(data: bytes) -> Digests:
    return Digests(hashlib.md5(data, usedforsecurity=False).hexdigest(), hashlib.sha1(data).hexdigest())


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(0, 300_000), max_size=4), max_size=20), st.booleans())
def test_pieces_are_hashed_in_order_wherever_that_happens(contents, asked_late):
    with DigestThread() as thread:
        pendings = []
        for number, sizes in enumerate(contents):
            pieces = [bytes([number % 256, at]) * size for at, size in enumerate(sizes)]
            pending = thread.begin()
            for piece in pieces:
                pending.feed(piece)
            pendings.append((pending, b"".join(pieces)))
            if not asked_late:
                assert pending.result() == expected(b"".join(pieces))
        assert all(pending.result() == expected(data) for pending, data in pendings)


def test_what_nobody_asked_for_in_time_is_told_after_the_thread_has_ended():
    thread = DigestThread()
    one, other = thread.begin(), thread.begin()
    one.feed(b"x" * (1 << 20))
    other.feed_when_asked(b"y")
    thread.close()
    assert (one.result(), other.result()) == (expected(b"x" * (1 << 20)), expected(b"y"))


@pytest.mark.parametrize("known", [True, False])
def test_both_digests_are_the_same_where_openssl_does_not_know_them_as_one(known, monkeypatch):
    if not known:
        monkeypatch.setattr(digests, "_begin", digests._Apart)
    with DigestThread() as thread:
        pending = thread.begin()
        for piece in (b"x" * 700_000, b"y"):
            pending.feed(piece)
        assert pending.result() == expected(b"x" * 700_000 + b"y")
