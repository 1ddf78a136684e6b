"""The cases of letters alone, printed: `python -m bench.letters_case [CASE[/FORM]]`; no page of docs/ is written."""

import os
import sys
import tempfile
from pathlib import Path

from bench.letters_case.section import run
from bench.section import Place


def main(names: list[str]) -> int:
    """Print the tables of the cases named, of all by default."""
    with tempfile.TemporaryDirectory(prefix="govah-letters-") as work:
        os.environ["GOVAH_KEYS"] = str(Path(work) / "keys")
        place = Place(Path(__file__).resolve().parents[2], Path(work), None)
        for name in names or [""]:
            os.environ["GOVAH_LETTERS_ONLY"] = name
            for section in run(place):
                print(f"## {section.title}: {section.ok}\n\n{section.body}\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
