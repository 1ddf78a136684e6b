"""What machines derived comes again, the same."""

import shutil
from collections.abc import Iterator

from bench.section import Place, Section, table

from govah.case.rebuilding import rebuild


def run(place: Place) -> Iterator[Section]:
    """The demo case: rebuilt, rebuilt after deleting `derived/`, rebuilt with its pages kept."""
    case = place.example / "case"
    rows = []
    digests = set()
    for what in ("whole", "after deleting derived/", "with pages kept"):
        if what.startswith("after"):
            shutil.rmtree(case / "derived")
        done = rebuild(case, None, what == "with pages kept", lambda stage, count, total, name: None)
        digests.add(done.digest)
        rows.append((what, done.identical, len(done.changed), done.digest[:16]))
    ok = len(digests) == 1 and [row[1] for row in rows] == [True, None, True]
    yield Section("Rebuilding the demo case", table(("rebuild", "identical", "changed", "digest"), rows), ok)
