"""The list of exhibits in a package: what each file is, and no path, name or source."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from govah.model.identifiers import Sha256
from govah.share.endings import ending

COLUMNS = ("number", "sha256", "media_type", "size", "ending", "file", "withdrawn")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An exhibit that goes into a package.

    Args:
        sha256: Names its file.
        number: Of the case.
        media_type: None where it was not read yet.
        size: Bytes.
        withdrawn: The day on which a person put it aside, ISO 8601; None where nobody did. Why stays in the case.
    """

    sha256: Sha256
    number: int
    media_type: str | None
    size: int
    withdrawn: str | None = None


def index_csv(exhibits: Iterable[Enclosed]) -> bytes:
    """The list as CSV (RFC 4180, UTF-8), in order of number; no cell that a spreadsheet would take for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for item in sorted(exhibits, key=lambda item: item.number):
        file = f"data/exhibits/{item.sha256}"
        cells = (
            item.number,
            item.sha256,
            item.media_type or "",
            item.size,
            ending(item.media_type),
            file,
            item.withdrawn or "",
        )
        writer.writerow([_cell(str(cell)) for cell in cells])
    return out.getvalue().encode()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
