"""What the checks know, as tables that a person can extend: a line is a row of cells parted by TAB."""

from collections.abc import Iterator
from importlib import resources


def rows(name: str) -> Iterator[list[str]]:
    """Lines of a data file of this package, without comments and heading, as cells."""
    lines = resources.files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    for line in kept[1:]:
        yield line.split("\t")
