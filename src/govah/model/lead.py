"""A lead: the only thing that a machine may say."""

from dataclasses import dataclass

from govah.model.passage import Passage


@dataclass(frozen=True, slots=True)
class Lead:
    """What a method noticed, where, and why. It never decides."""

    what: str
    passages: tuple[Passage, ...]
    method: str
    version: str
    why: str
