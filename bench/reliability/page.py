"""All tests of custody in their order, and the page docs/reliability.md that they make."""

import datetime as dt
import importlib
import pkgutil
from collections.abc import Iterator

import bench.reliability
from bench.reliability.row import Row
from bench.section import Place, Section, table

from govah.config import version

HEAD = """\
# Reliability

Govah {version}, {day}. Written by `make acceptance`. What each test does stands at the top of its module in
`bench/reliability/`; a smaller run of each is part of `make test`.
"""


def run(place: Place) -> Iterator[Section]:
    """Run every test at its stated count and write the page."""
    rows: list[Row] = []
    for module in sorted(pkgutil.iter_modules(bench.reliability.__path__), key=lambda found: found.name):
        if module.name.startswith("t"):
            for row in importlib.import_module(f"bench.reliability.{module.name}").run(place, 1.0):
                print(f"{row.number}. {row.claim}: {row.outcome}", flush=True)
                rows.append(row)
    rows.sort(key=lambda row: row.number)
    body = written(rows)
    head = HEAD.format(version=version(), day=dt.datetime.now(dt.UTC).date())
    (place.root / "docs" / "reliability.md").write_text(f"{head}\n{body}\n", encoding="utf-8")
    yield Section("Reliability", body, all(row.ok is not False for row in rows))


def written(rows: list[Row]) -> str:
    """The table, and under it whatever was not as it must be."""
    verdicts = {True: "yes", False: "**no**", None: "not run"}
    body = table(
        ("no.", "what must hold", "target", "trials", "outcome", "holds"),
        [(row.number, row.claim, row.target, f"{row.trials:,}", row.outcome, verdicts[row.ok]) for row in rows],
    )
    missed = [f"- {row.number}: {miss}" for row in rows for miss in row.misses]
    return body + ("\n\n" + "\n".join(missed) if missed else "")
