"""The times that a file keeps of its own making, as days."""

import re
from datetime import date

from govah.model.exhibit import Exhibit

_PDF = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_ISO = re.compile(r"(\d{4})[-:](\d{2})[-:](\d{2})")


def file_day(exhibit: Exhibit, name: str) -> date | None:
    """The day of `created` or `modified`, in the zone in which it is written; None where it is not told or no day."""
    written = exhibit.metadata.get(name, "")
    match = _PDF.match(written) or _ISO.match(written)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
