"""Sources: known in the case by a pseudonym; who they are is sealed, and every opening stands in the log."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govah.case.halves import Request
from govah.case.saying import append
from govah.case.seal_terms import agreed
from govah.case.unsealing import Keys, Unlocked, check_outside, gathered, unlock, wraps_in
from govah.errors import NotFoundError, RefusedError, UsageError
from govah.model.event import Event, EventType, Value
from govah.model.identifiers import EntryIndex
from govah.model.sealing import Sealing
from govah.model.text import stored_text
from govah.preserve.custodians import check_name
from govah.preserve.envelope import DataKey
from govah.preserve.sources import open_identity, seal_identity

if TYPE_CHECKING:
    from govah.case.case import Case

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
"""The admiralty scale: A completely reliable to E unreliable, F cannot be judged."""

_MAIL = re.compile(r"\S+@\S+\.\S+")
_TELEPHONE = re.compile(r"[+0-9٠-٩۰-۹(][0-9٠-٩۰-۹()\s./-]{6,}")
_DIALLED = re.compile(r"\(?[+0٠۰]")
_PATH = re.compile(r"[/\\]|^~|^[A-Za-z]:")
_ROOTED = re.compile(r"[/~]\S|\\\\|[A-Za-z]:[/\\]|file:")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_INITIAL = re.compile(r"\w\.")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08b4]")
_MARKS = re.compile("[\u200c\u200d\u064b-\u0652\u0670]")
_DOTTED = re.compile(r"([^\W\d_]{3,})\.([^\W\d_]{3,})")
_ENDINGS = frozenset(
    {"com", "csv", "doc", "docx", "eml", "html", "json", "mbox", "msg", "net", "odt", "org", "pdf", "rar", "tar", "txt"}
    | {"xls", "xlsx", "xml", "zip"}
)
_TITLES = frozenset(
    {"آقای", "آقا", "خانم", "بانو", "دکتر", "مهندس", "سید", "سیده", "حاج", "السيد", "السيدة", "الدكتور", "الدكتورة"}
    | {"المهندس", "الأستاذ", "mr", "mrs", "ms", "miss", "dr", "prof"}
)
_NO_NAMES = frozenset(
    {"منبع", "مخبر", "شاهد", "ناشناس", "مصدر", "مجهول", "source", "sources", "witness", "group", "leak", "unnamed"}
)
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
"""Of a telephone number with its area or country (E.164)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the case knows it: by its pseudonym.

    Args:
        pseudonym: In the case.
        reliability: A to F, None where nobody judged it.
        deliveries: Acquisitions from it.
        exhibits: Files that it delivered, each time that it did.
        sealings: Sealed identities, the newest last; each can be opened.
    """

    pseudonym: str
    reliability: str | None
    deliveries: int
    exhibits: int
    sealings: tuple[Sealing, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """An identity that was sealed.

    Args:
        entry: The `seal` entry.
        size: Of its ciphertext.
        to: Custodians.
        one_account: Two keys are needed, and this account has two of them: that is one person.
        earlier: The `seal` entries of what was sealed of this source before; it stays.
    """

    entry: EntryIndex
    size: int
    to: tuple[str, ...]
    one_account: bool
    earlier: tuple[EntryIndex, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """What is meant where an identity is sealed, so that nothing of it happens by an oversight.

    Args:
        two_keys: Two custodians are needed to open it.
        again: An identity of the source is sealed already; this one comes beside it.
        weaker: One key is enough, where two were needed before.
    """

    two_keys: bool
    again: bool = False
    weaker: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a pseudonym looks like that could find somebody.

    Args:
        to: In words.
        certain: It can hardly be anything else.
    """

    to: str
    certain: bool = False


def telling(pseudonym: str) -> Likeness | None:
    """What a name looks like that should be a pseudonym; None where it may be one."""
    stripped = pseudonym.strip()
    if _MAIL.search(stripped):
        return Likeness("an e-mail address", certain=True)
    if _TELEPHONE.fullmatch(stripped):
        digits = sum(map(str.isdigit, stripped))
        dialled = _DIALLED.match(stripped) is not None and _FEWEST_DIGITS <= digits <= _MOST_DIGITS
        return Likeness("a telephone number", certain=dialled)
    if _PATH.search(stripped):
        return Likeness("the path of a file or an address", certain=_ROOTED.match(stripped) is not None)
    return Likeness("the name of a person") if _of_a_person(stripped) else None


def _of_a_person(told: str) -> bool:
    """Whether words look like somebody's name: a warning, for many a good pseudonym looks so too."""
    words = told.split()
    bare = [_MARKS.sub("", word).strip(".,،").casefold() for word in words]
    if _NO_NAMES.intersection(bare):
        return False
    if len(words) == 1:
        dotted = _DOTTED.fullmatch(told)
        return dotted is not None and dotted[2].casefold() not in _ENDINGS
    if not words:
        return False
    return (
        bare[0] in _TITLES
        or all(word and all(map(_ARABIC.fullmatch, word)) for word in bare)
        or all(map(_of_a_name, words))
    )


def _of_a_name(word: str) -> bool:
    """Whether a word is written as names are, where the script has capitals at all."""
    letters = re.sub("['’.-]", "", word)
    capital = letters.isalpha() and letters[0].isupper()
    return capital and (len(letters) > 1 or _INITIAL.fullmatch(word) is not None)


def check_signs(pseudonym: str) -> None:
    """See that a pseudonym holds nothing that cannot be seen, and reads for everybody as it is written.

    Raises:
        UsageError: It holds control characters, or such as turn the direction of writing.
    """
    if _STEERING.search(pseudonym):
        raise UsageError(
            "The name of the source holds control characters or marks of direction.",
            "Nothing was done. Write it with letters, digits and signs alone, such as press-1.",
        )


def known(case: "Case", pseudonym: str) -> bool:
    """Whether the log has a source of this name already."""
    records, name = case.derived.records, stored_text(pseudonym)
    return records.count("source", pseudonym=name) > 0 or records.count("acquisition", source=name) > 0


def add(case: "Case", pseudonym: str, reliability: str | None) -> EntryIndex:
    """Register a source, or rate it again.

    Raises:
        UsageError: The pseudonym or the rating is none.
    """
    check_signs(pseudonym)
    pseudonym = stored_text(pseudonym)
    check_name(pseudonym)
    if reliability is not None and reliability not in RELIABILITIES:
        raise UsageError(f"{reliability!r} is no rating.", "A completely reliable … E unreliable, F cannot be judged.")
    return append(case, Event(EventType.RATE, {"source": pseudonym, "reliability": reliability}))


def check_again(case: "Case", pseudonym: str, meant: Meant) -> None:
    """See that who a source is is not sealed a second time, or to fewer keys, without anybody meaning it.

    Raises:
        UsageError: An identity is sealed, and it was not said that another is to be.
        RefusedError: One key would open it where two were needed.
    """
    earlier = case.view.seals.of_source(stored_text(pseudonym))
    if not earlier:
        return
    last = earlier[-1]
    if not meant.again:
        raise UsageError(
            f"Who {pseudonym} is was sealed before: entry {last.entry}, {last.told}.",
            f"Open it: govah source open {pseudonym} --purpose WHY. To seal another text beside it: --again; what was "
            "sealed before stays, for those who hold its keys.",
        )
    if last.two_keys and not meant.two_keys and not meant.weaker:
        raise RefusedError(
            f"Who {pseudonym} is was sealed to two keys (entry {last.entry}); one alone would open this.",
            "Seal it to two again: --two-keys. Only if one key is enough from now on: --weaker",
        )


def seal(
    case: "Case",
    pseudonym: str,
    identity: bytes,
    to: Sequence[str],
    meant: Meant,
    why: str = "protection",
) -> Sealed:
    """Seal who a source is. The identity is never on the disk in clear.

    Args:
        case: Opened.
        pseudonym: Of the source.
        identity: What is known of who it is.
        to: Custodians.
        meant: How many keys; and whether it is meant that another identity is sealed.
        why: In words.

    Raises:
        NotFoundError: The case has no such source or custodian.
        UsageError: The identity is empty, there are not enough custodians, or one is sealed already.
        RefusedError: One key would open it where two were needed.
    """
    pseudonym = stored_text(pseudonym)
    if all(source.pseudonym != pseudonym for source in listed(case)):
        raise NotFoundError(f"The case has no source {pseudonym!r}.", f"Register it: govah source add {pseudonym}")
    terms = agreed(case, to, why, two_keys=meant.two_keys)
    check_again(case, pseudonym, meant)
    earlier = tuple(sealing.entry for sealing in case.view.seals.of_source(pseudonym))
    key = DataKey()
    sealed, size = seal_identity(case.folder, identity, key)
    entry = append(case, terms.seal("identity", sealed, size, key, source=pseudonym))
    return Sealed(entry, size, terms.to, terms.one_account, earlier)


def open_sealed(case: "Case", sealing: Sealing, purpose: str, keys: Keys) -> tuple[bytes, Unlocked]:
    """Open an identity of a source; the log says so before anything of it is read.

    Raises:
        NotFoundError: The keys at hand are not enough.
        UsageError: No purpose was given.
        IntegrityError: What is stored is not what was sealed.
    """
    unlocked = unlock(case, sealing, purpose, keys)
    return open_identity(case.folder, sealing.sealed, unlocked.key), unlocked


def ask_for(case: "Case", sealing: Sealing, purpose: str, keys: Keys, out: Path) -> EntryIndex:
    """Write a request to a second custodian on another machine, after the log was told.

    Raises:
        UsageError: One key is enough, or `out` is there already.
        NotFoundError: No key is here that could open the rest.
    """
    purpose = stored_text(purpose)
    if not sealing.two_keys:
        raise UsageError("One key opens this; nobody else need be asked.", "Leave --ask out.")
    if not purpose.strip():
        raise UsageError("No purpose was given.", "Say why it is opened; it stays in the log: --purpose WHY")
    check_outside(case, out, "--ask FILE")
    own = gathered(case, sealing.to, keys)
    wraps = tuple(wrap for wrap in wraps_in(case, sealing) if wrap.to[0] in own and wrap.to[-1] not in own)
    if not wraps:
        raise NotFoundError(
            f"Of the keys of {', '.join(sealing.to)}, exactly one must be here to ask for another.",
            "Give it: --key FILE; where two are here, nobody need be asked.",
        )
    asked = sorted({wrap.to[-1] for wrap in wraps})
    fields: dict[str, Value] = {"seal": sealing.entry, "purpose": purpose, "by": [], "asked": list(asked)}
    entry = append(case, Event(EventType.UNSEAL, fields))
    asking = tuple(each for each in case.view.seals.custodians() if each.name in asked)
    Request(sealing.sealed, purpose, case.signer.name, wraps, asking).write(out, "--ask FILE")
    return entry


def sealing_of(case: "Case", pseudonym: str, entry: int | None = None) -> tuple[Sealing, tuple[Sealing, ...]]:
    """A seal of a source's identity, and the others.

    Args:
        case: Opened.
        pseudonym: Of the source.
        entry: That sealed it; None for the newest.

    Raises:
        NotFoundError: None is sealed, or not by that entry.
    """
    sealings = case.view.seals.of_source(stored_text(pseudonym))
    if not sealings:
        raise NotFoundError(f"No identity of {pseudonym!r} is sealed here.", "See which are: govah source list")
    found = [sealing for sealing in sealings if entry in (None, sealing.entry)]
    if not found:
        raise NotFoundError(f"Entry {entry} seals no identity of {pseudonym!r}.", "See which do: govah source list")
    return found[-1], tuple(sealing for sealing in sealings if sealing != found[-1])


def listed(case: "Case") -> Iterator[Source]:
    """All sources by pseudonym: those that were registered, and those that delivered something."""
    records = case.derived.records
    rated = {row["pseudonym"]: row["reliability"] for row in records.select("source")}
    deliveries: dict[str, int] = {}
    for row in records.select("acquisition"):
        deliveries[row["source"]] = deliveries.get(row["source"], 0) + 1
    seals = case.view.seals
    for pseudonym in sorted({*rated, *deliveries}):
        files = records.count("occurrence", source=pseudonym)
        sealings = seals.of_source(pseudonym)
        yield Source(pseudonym, rated.get(pseudonym), deliveries.get(pseudonym, 0), files, sealings)
