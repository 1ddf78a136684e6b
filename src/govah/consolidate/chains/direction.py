"""Who wrote to whom: the direction that decides what a reference means."""

from collections.abc import Iterable, Sequence
from enum import Enum

from govah.consolidate.chains.missions import speaks_for
from govah.consolidate.folding import folded
from govah.consolidate.letters.offices import Nearness, nearness, same_office
from govah.consolidate.letters.references import says_whose, says_yours
from govah.model.letter import Correspondent, Letter, Reference, ReferenceKind


class Directory:
    """Which offices a case's own papers give to a person, and which names are one office.

    Args:
        letters: Senders with both a name and an office teach which office a name stands for.
        aliases: Names of one office that same-script comparison can't join, such as in two languages; from the case's
            judgements, never invented.
    """

    def __init__(self, letters: Iterable[Letter], aliases: Sequence[frozenset[str]] = ()) -> None:
        self._offices: dict[str, set[str]] = {}
        self._aliases = tuple(aliases)
        for letter in letters:
            for who in (*letter.sender, *letter.to):
                if who.name and who.office:
                    self._offices.setdefault(folded(who.name), set()).add(who.office)

    def offices(self, who: Correspondent) -> tuple[str, ...]:
        """Every office that stands for a correspondent."""
        found = [who.office] if who.office else sorted(self._offices.get(folded(who.name or ""), ()))
        return tuple(found)

    def same(self, one: Correspondent, other: Correspondent) -> bool | None:
        """Whether two correspondents are one; None where it can't be told.

        Offices are compared, for it is they that correspond; a name only where an office is missing.
        """
        answers: list[bool | None] = []
        named = bool(one.name and other.name and folded(one.name) == folded(other.name))
        if named and not (one.office and other.office):
            return True
        for mine in self.offices(one):
            for theirs in self.offices(other):
                answers.append(self._same_office(mine, theirs))
        return _any(answers)

    def _same_office(self, one: str, other: str) -> bool | None:
        answer = same_office(one, other)
        if answer is True:
            return True
        for names in self._aliases:
            known = [any(same_office(office, name) is True for name in names) for office in (one, other)]
            if all(known):
                return True
        return answer

    def nearness(self, some: Sequence[Correspondent], others: Sequence[Correspondent]) -> Nearness | None:
        """The nearest that any of some is to any of the others; None where it can't be told."""
        found = [self._near(one, other) for one in some for other in others]
        known = [near for near in found if near is not None]
        best = max(known, default=None)
        return None if best is Nearness.OTHER and len(known) < len(found) else best

    def _near(self, one: Correspondent, other: Correspondent) -> Nearness | None:
        same = self.same(one, other)
        if same is None:
            return None
        offices = [nearness(mine, theirs) for mine in self.offices(one) for theirs in self.offices(other)]
        best = max((near for near in offices if near is not None), default=Nearness.OTHER)
        return best or (Nearness.SAME if same else Nearness.OTHER)

    def among(self, some: Sequence[Correspondent], others: Sequence[Correspondent]) -> bool | None:
        """Whether any of some is one of the others; None where it can't be told."""
        return _any([self.same(one, other) for one in some for other in others])


def _any(answers: Sequence[bool | None]) -> bool | None:
    """Three-valued any: nothing to compare is unknown."""
    if any(answer is True for answer in answers):
        return True
    return None if not answers or any(answer is None for answer in answers) else False


class Direction(Enum):
    """How a citing letter lies to a cited one."""

    BACK = "back"
    OWN = "own"
    HALF = "half"
    ACROSS = "across"
    UNKNOWN = "unknown"


def direction(directory: Directory, citing: Letter, cited: Letter) -> Direction:
    """The direction between two letters.

    `BACK`: the cited letter's sender is among this one's addressees, and this one's sender among the cited one's; two
    offices of one ministry stand for each other unless the sender is nearer to the cited sender himself. `OWN`: both
    have the same sender. `HALF`: one side of `BACK` holds and the other does not. `ACROSS`: neither. `UNKNOWN`: offices
    are missing or not comparable.
    """
    answered = directory.nearness(cited.sender, citing.to)
    answering = directory.nearness(citing.sender, cited.to)
    if not answering and answered and speaks_for(citing.sender, cited.to):
        answering = Nearness.PART
    own = directory.nearness(cited.sender, citing.sender)
    if answered and answering and min(answered, answering) >= (own or Nearness.OTHER):
        return Direction.BACK
    if own is not None and own >= Nearness.PART:
        return Direction.OWN
    if answered and answering:
        return Direction.BACK
    if answered is Nearness.OTHER or answering is Nearness.OTHER:
        return Direction.HALF if answered or answering else Direction.ACROSS
    return Direction.UNKNOWN


def decided(
    reference: Reference, found: Direction, own: Nearness | None = Nearness.SAME, *, quoted: bool = False
) -> ReferenceKind:
    """What a reference means once direction is known; the keyword's suggestion where it is not.

    Where only one side agrees, a word that says whose letter it is («كتابكم», `in reply to`) goes before direction;
    likewise where both senders are of one house, of which a letterhead may name no more; and where neither agrees, but
    the letter gives number and day of what it calls its addressee's, in words that it does not quote.

    Args:
        reference: As the letter has it.
        found: The direction between the two letters.
        own: How near their senders are to each other.
        quoted: It stands in another letter's words.
    """
    if found is Direction.BACK:
        return ReferenceKind.REPLY
    if found is Direction.OWN:
        theirs = reference.kind is ReferenceKind.REPLY and says_yours(reference.text)
        return ReferenceKind.REPLY if theirs and own is not Nearness.SAME else ReferenceKind.FOLLOW_UP
    if found is Direction.HALF:
        return reference.kind if says_whose(reference.text) else ReferenceKind.CITATION
    if found is Direction.ACROSS:
        whole = reference.number is not None and reference.date is not None and not quoted
        return reference.kind if whole and says_yours(reference.text) else ReferenceKind.CITATION
    return reference.kind
