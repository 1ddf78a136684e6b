"""Letters: the table of the example case's test, then cases of other states scored through the contract."""

import os
import subprocess
import sys
from collections.abc import Iterator

from bench.letters_case import section as cases
from bench.section import Place, Section


def run(place: Place) -> Iterator[Section]:
    """The test that prints the table, unless `GOVAH_LETTERS_ONLY` names a case; then the cases."""
    if "GOVAH_LETTERS_ONLY" not in os.environ:
        yield _example(place)
    yield from cases.run(place)


def _example(place: Place) -> Section:
    test = "tests/case/test_example_letters.py"
    command = [sys.executable, "-m", "pytest", test, "-s", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=place.root, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("L", "missed:")) or " of " in line]
    return Section("Letters of the example case", "```\n" + "\n".join(lines) + "\n```", done.returncode == 0)
