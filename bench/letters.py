"""Fields, edges and standings of the example case against what was planted: the test's own table."""

import subprocess
import sys
from collections.abc import Iterator

from bench.section import Place, Section


def run(place: Place) -> Iterator[Section]:
    """Run the test that prints the table."""
    test = "tests/case/test_example_letters.py"
    command = [sys.executable, "-m", "pytest", test, "-s", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=place.root, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("L", "missed:")) or " of " in line]
    yield Section("Letters of the example case", "```\n" + "\n".join(lines) + "\n```", done.returncode == 0)
