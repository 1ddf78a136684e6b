"""A row of a register with who wrote and who received."""

from dataclasses import dataclass

from govah.model.letter import Correspondent
from govah.model.register import Register, RegisterRow

Who = tuple[Correspondent, ...]


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row, the register's office where its cells leave out who wrote or received.

    Args:
        owner: Whose register it is.
    """

    row: RegisterRow
    register: Register
    owner: Who
    sender: Who
    to: Who
