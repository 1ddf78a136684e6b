"""The words of the genre as data: a line is a row of cells parted by TAB, the first that is no comment the heading."""

from collections.abc import Iterator
from importlib import resources

from govah.consolidate.data.extension import Row, joined, own_rows


def rows(name: str) -> Iterator[list[str]]:
    """Lines of a data file of this package as cells, without comments and heading, with the words in force."""
    table = name.removesuffix(".tsv")
    own = own_rows(table)
    program = program_rows(name)
    yield from (list(row) for row in (joined(table, program, own) if own else program))


def program_rows(name: str) -> list[Row]:
    """The rows that the program itself has in a data file."""
    lines = resources.files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [tuple(line.split("\t")) for line in kept[1:]]
