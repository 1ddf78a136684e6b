"""What is settled, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from govah.model.identifiers import LetterId
from govah.model.letter import Ghost, Letter, Standing
from govah.model.register import RegisterStanding


@dataclass(frozen=True, slots=True)
class Holding:
    """A letter with what its own fields do not hold.

    Args:
        letter: As recognised, corrections applied.
        text: The text of its pages, joined by LF; compared for duplicates, versions and forwarded letters.
        media_type: Of its exhibit: of two versions the one in a fixed format goes before the one that can be edited.
        exhibit: The case's own number of its exhibit, by which persons name letters.
        starts: Where each page of its exhibit begins in the text.
    """

    letter: Letter
    text: str = ""
    media_type: str = ""
    exhibit: int | None = None
    starts: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The whole case's letters, each in its place.

    Relations run one way, from the later or lesser paper to the one it belongs to: a draft has `version` to the letter
    that was sent, a second scan has `duplicate` to the first, an annex has `attachment` to its letter. `registers` are
    by their ids.
    """

    standings: Mapping[LetterId, Standing]
    ghosts: tuple[Ghost, ...]
    registers: Mapping[str, RegisterStanding] = field(default_factory=dict)
