"""What an exhibit is called where something is wrong with it: its number in the case, and its hash."""

from collections.abc import Callable

from govah.model.identifiers import Sha256
from govah.store.records import Records


def exhibit_names(records: Callable[[], Records]) -> Callable[[Sha256], str]:
    """A namer over a case's rows, which are asked for when a name is.

    Args:
        records: Gives the rows; a rebuild may have put others in their place.
    """

    def name(sha256: Sha256) -> str:
        row = next(records().select("exhibit", sha256=sha256), None)
        return f"Exhibit {row['number']} ({sha256})" if row else f"Exhibit {sha256}"

    return name
