"""Offices and their holders: telling names from offices, and whether two spellings are one correspondent."""

import re
from enum import IntEnum

from rapidfuzz.distance import Levenshtein

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import pattern, phrase, words_of

_WORD = re.compile(r"[^\W_]+")
_LINKS = frozenset(["of", "the", "and", "for", "to", "at", "in", "de", "du", "و", "در", "به", "از", "ل", "في"])
_PARTED = re.compile(r"\s*[،,/|()]\s*|\s+[-–—]\s+")
_HEAD = re.compile(
    r"(?<!\w)(?:ال)?(?:مدیر|رییس|رئیس) (?:ال)?عام(?!\w)|(?<!\w)(?:مدیر ?کل)(?!\w)|\bdirector[ -]general\b"
    r"|\b(?:(?:principal |assistant )?(?:private|parliamentary|permanent) (?:under-?)?secretary to the )?"
    r"(?:minister|secretary) of state for\b|\bprivate secretary to the (?=minister|secretary)"
    r"|\bsecretary (?:of|for) (?:the )?(?!the\b|state\b|commission|committee|council|board|cabinet|society|union)"
)
"""Heads of offices of any kind: whose title says nothing of what kind of office it is."""

_HEADS = frozenset(["", "ریاست"])
"""What the titles of heads stand for: nothing, or the presidency that «ریاست» also is."""

_LEVELS = frozenset(["استان", "شهرستان", "بخش", "شهر", "دهستان", "روستای"])
"""Words for an office's level, which stand instead of the place's name: «مدیرکل راه استان»."""

_MINISTERS = ({"minister", "ministry"}, {"minister", "department"})
"""A minister's house is called one or the other."""

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z]")


@by_wordings()
def _first() -> re.Pattern[str]:
    return pattern(words_of("offices.tsv", "first"), "(?:مقام )?(?:محترم )?(?:ال|لل?)?")


@by_wordings()
def _inside() -> re.Pattern[str]:
    return pattern(words_of("offices.tsv", "inside"))


@by_wordings()
def _titles() -> dict[str, str]:
    return {
        folded(word): folded(office)
        for office, titles in ((cells[0], cells[1]) for cells in rows("titles.tsv"))
        for word in titles.split("|")
        if " " not in word
    }


@by_wordings()
def courtesy(kind: str) -> re.Pattern[str]:
    """Words of courtesy of one kind, `person` or `filler`."""
    return pattern(words_of("honorifics.tsv", kind))


def names_office(text: str) -> bool:
    """Whether folded words name an office."""
    return bool(_first().search(text) or _inside().search(text))


def opens_with_office(text: str) -> bool:
    """Whether folded words begin with an office's word, or name one in English."""
    return bool(_first().match(text) or _inside().search(text))


def opens_as_office(text: str) -> bool:
    """Whether a courtesy, a title or an office is among the first words: a line alone is an addressee, no subject."""
    opening = " ".join(text.split()[:3])
    return courtesy("person").match(text) is not None or names_title(opening) or names_office(opening)


def office_start(text: str) -> int | None:
    """Where an office's name begins on a line of a letterhead: at once, or after the state's name."""
    if phrase("state").match(text) is None:
        return 0 if opens_with_office(text) else None
    later = _first().search(text)
    dash = re.search(r"\s[-–—|]\s|\t", text)
    if later is not None:
        return later.start()
    return dash.end() if dash is not None and names_office(text[dash.end() :]) else None


def is_office_word(word: str) -> bool:
    """Whether a folded word, with or without its article, is one that names of offices begin with."""
    return word.removeprefix("ال") in _first_words() or word in _first_words()


@by_wordings()
def _first_words() -> frozenset[str]:
    return frozenset(folded(word) for word in words_of("offices.tsv", "first"))


def names_title(text: str) -> bool:
    """Whether folded words hold a title of an office-holder."""
    titles = _titles()
    words = _WORD.findall(text)
    return any(word in titles for word in words) or bool(words and words[0].removeprefix("ال") in titles)


def is_person(text: str) -> bool:
    """Whether folded words look like a person's name: two to five words without digits, no office, no title."""
    bare = courtesy("person").sub(" ", text)
    words = _WORD.findall(bare)
    return (
        1 <= len(words) <= 5
        and not any(word.isdigit() for word in words)
        and not names_office(bare)
        and phrase("state").match(bare.strip()) is None
        and courtesy("not_name").search(bare) is None
        and not names_title(bare)
        and (len(words) > 1 or bare != text)
    )


@by_wordings(4096)
def office_words(office: str) -> frozenset[str]:
    """The words by which an office is compared: folded, without courtesy and links, titles as their offices."""
    text = courtesy("filler").sub(" ", courtesy("person").sub(" ", folded(office)))
    text = _HEAD.sub(" ", text) if _WORD.search(_HEAD.sub(" ", text)) else text
    text = _without_head(text.strip())
    titles, kept = _titles(), set()
    for word in _WORD.findall(text):
        bare = word[2:] if word.startswith(("ال", "لل")) and len(word) > 4 else word
        standing = titles.get(word, titles.get(bare, bare))
        if standing and word not in _LINKS:
            kept.add(standing)
    return frozenset(kept)


def _without_head(text: str) -> str:
    """An office's name without its head before it: «ریاست دانشگاه …» is the university itself."""
    word, _, office = text.partition(" ")
    heads = _titles().get(word) in _HEADS
    return office if heads and _first().match(office) else text


class Nearness(IntEnum):
    """How near two correspondents' offices are to each other."""

    OTHER = 0
    HOUSE = 1
    """Two offices of one ministry."""
    PART = 2
    """One names the other without its sections, or only its house."""
    SAME = 3


@by_wordings(16384)
def nearness(one: str, other: str) -> Nearness | None:
    """How near two offices are, by the parts of their names: «وزارت …، اداره …».

    Returns:
        None where they are in different scripts, or one is a mail's address.
    """
    if _script(one) != _script(other) or ("@" in one) != ("@" in other):
        return None
    mine, theirs = _parts(one), _parts(other)
    known = [any(_contained(part, each) for each in theirs) for part in mine]
    shared = [any(_contained(part, each) for each in mine) for part in theirs]
    if not any(known) or not any(shared):
        return Nearness.SAME if _contained(office_words(one), office_words(other)) else Nearness.OTHER
    if all(known) and all(shared):
        return Nearness.SAME
    return Nearness.PART if all(known) or all(shared) else Nearness.HOUSE


def _parts(office: str) -> list[frozenset[str]]:
    parts = [office_words(part) for part in _PARTED.split(office)]
    return [part for part in parts if part] or [office_words(office)]


@by_wordings()
def _office_stems() -> frozenset[str]:
    """Words that every office of a kind has, which say nothing of which one it is."""
    words = words_of("offices.tsv", "first") + words_of("offices.tsv", "inside")
    kinds = frozenset(office for word, office in _titles().items() if office and office != word)
    return frozenset(folded(word) for word in words) | kinds | {"minister"}


def same_office(one: str | None, other: str | None) -> bool | None:
    """Whether two spellings are one office.

    An office contains another when its words do («دبیرخانه شورای …» and «شورای …»), each within one letter in five;
    common words alone («وزارت») never make two offices one.

    Returns:
        None where it can't be told: one is missing or a mail's address, or they are in different scripts.
    """
    if not one or not other:
        return None
    if _script(one) != _script(other) or ("@" in one) != ("@" in other):
        return None
    return _contained(office_words(one), office_words(other))


@by_wordings(16384)
def _contained(one: frozenset[str], other: frozenset[str]) -> bool | None:
    if not one or not other:
        return None
    small, large = sorted((one, other), key=len)
    if small == large:
        return True
    known = {word for word in small if any(_alike(word, candidate) for candidate in large)}
    return bool(known - _office_stems()) and small - known <= _LEVELS


def _alike(word: str, other: str) -> bool:
    if word == other or {word, other} in _MINISTERS:
        return True
    longest = max(len(word), len(other))
    return longest >= 4 and Levenshtein.distance(word, other) <= longest // 5 + (longest == 4)


def _script(text: str) -> str:
    text = text.casefold()
    if _ARABIC.search(text):
        return "arabic"
    return "latin" if _LATIN.search(text) else "other"
