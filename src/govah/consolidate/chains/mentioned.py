"""Letters that a letter names by number without words that cite: an office may have a way to cite that nobody listed.

The holdings are the dictionary: a number that stands in a letter and is that of a held, earlier letter between the
same offices cites it, whatever the words beside it.
"""

from collections.abc import Container
from dataclasses import replace

from govah.consolidate.chains.direction import Direction, Directory, direction
from govah.consolidate.chains.registry import Registry
from govah.consolidate.letters.numbers import written_number
from govah.model.identifiers import LetterId
from govah.model.letter import Letter, Reference, ReferenceKind

_MEANS = {Direction.BACK: ReferenceKind.REPLY, Direction.OWN: ReferenceKind.FOLLOW_UP}


def mentioned(
    letter: Letter, registry: Registry, directory: Directory, records: Container[LetterId]
) -> tuple[Reference, ...]:
    """References that the bare numbers of a letter's text amount to, each with the letter that it cites.

    Args:
        letter: Whose text it is.
        registry: Of the letters held.
        directory: Who is who.
        records: Minutes: they only cite, and are only cited.
    """
    found = []
    for mention in letter.mentions:
        number = written_number(mention.text)
        asked = Reference(mention.text, number, mention.date, ReferenceKind.CITATION, mention.span)
        cited = registry.cited(letter, asked)
        if cited is None or _is_younger(cited, letter):
            continue
        kind = _MEANS.get(direction(directory, letter, cited))
        if kind is not None:
            recorded = letter.id in records or cited.id in records
            found.append(replace(asked, kind=ReferenceKind.CITATION if recorded else kind, letter=cited.id))
    return tuple(found)


def _is_younger(cited: Letter, letter: Letter) -> bool:
    if cited.date is None or letter.date is None or cited.date.earliest is None or letter.date.latest is None:
        return False
    return cited.date.earliest > letter.date.latest
