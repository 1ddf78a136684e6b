"""Words of the genre that persons add to the program's: which tables take them, and reading them from text."""

from govah.consolidate.wordings.reading import read_rows
from govah.consolidate.wordings.tables import TABLES, Table, table_named

__all__ = ["TABLES", "Table", "read_rows", "table_named"]
