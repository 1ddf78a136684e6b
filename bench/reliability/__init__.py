"""Whether evidence can prove itself: the numbered tests of custody, each at its stated count.

A module holds one test. Its `run(place, scale)` is the same code in `make acceptance` (scale 1) and, with a small
scale, in `make test`; it yields rows of docs/reliability.md.
"""
