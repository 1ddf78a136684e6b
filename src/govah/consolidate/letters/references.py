"""Lines that cite other letters: their words, numbers, dates, and what the keyword suggests.

The keyword suggests, the direction of the parties decides (`govah.consolidate.chains`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.citable import Cited, Piece, list_gap, number_word, paired_up, pieces_of
from govah.consolidate.letters.classification import is_marked
from govah.consolidate.letters.numbers import written_number
from govah.consolidate.letters.phrases import TOGETHER, pattern, phrase
from govah.consolidate.letters.sentences import SENTENCE_END
from govah.consolidate.letters.sheet import Sheet
from govah.model.letter import Reference, ReferenceKind

_REACH = 160
"""Code points after a keyword within which the first number or date must begin."""
_BETWEEN_LAW = 6
"""Words that may stand between the word for a law and its number."""

_BETWEEN = 4
"""Other words that may stand between a keyword and the date by which alone a letter is cited."""

_BESIDE = 60
"""Code points before a letter's noun among which words say that it is sent on."""

_TITLED = re.compile(r"[ ,;\n]{1,3}(?:subject|subj|sub|re)(?!\w)")
_LONG_LEAD = 14
"""Words between the noun and the day of a letter that is cited with its subject, as armies do."""

_LOOSE_REACH = 80
_WINDOW = 420
"""Code points after a keyword within which its list of numbers must end."""
_NO_YEAR = re.compile(r"(?!(?:1[34]|19|20)\d\d$)\d{2,7}")
_ALONE = re.compile(r"[ \t)]*(?:$|[\n.,;:(])")
_REGISTERED = re.compile(r"(?!(?:1[34]|19|20)\d\d$)\d{3,8}")
"""A bare number that no year has and no small count."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """A citing keyword in folded text."""

    kind: str
    start: int
    end: int


@by_wordings()
def _keywords() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    kinds = [(cells[0], cells[1].split("|")) for cells in rows("reference_words.tsv")]
    every = pattern((word for _, words in kinds for word in words), TOGETHER)
    return every, tuple((kind, pattern(words, TOGETHER)) for kind, words in kinds)


@by_wordings()
def _annex() -> re.Pattern[str]:
    return next(shape for kind, shape in _keywords()[1] if kind == "annex")


def says_whose(words: str) -> bool:
    """Whether a reference's words say whose letter they cite: yours, ours, or one that this answers."""
    text = folded(words)
    weak = next(shape for kind, shape in _keywords()[1] if kind == "either")
    named = phrase("yours").search(text) is not None or phrase("ours").search(text) is not None
    return named or weak.match(text) is None


def says_yours(words: str) -> bool:
    """Whether a reference's words call the cited letter the addressee's, and none the writer's."""
    text = folded(words)
    return phrase("yours").search(text) is not None and phrase("ours").search(text) is None


def opens_by_citing(text: str) -> bool:
    """Whether folded words begin with those that cite a letter, and not merely with a letter's noun."""
    return any(shape.match(text) for kind, shape in _keywords()[1] if kind in ("reply", "either", "follow_up"))


def is_annex(words: str) -> bool:
    """Whether a reference's words say that the sheet belongs to the cited letter."""
    return _annex().match(folded(words)) is not None


def references(sheet: Sheet, *, taken: tuple[tuple[int, int], ...] = (), start: int = 0) -> tuple[Reference, ...]:
    """The references of a page, in order.

    Args:
        sheet: The page.
        taken: Stretches of its folded text that are something else (the letter's own number and date).
        start: Where to begin.
    """
    found: list[Reference] = []
    keywords = list(found_keywords(sheet.text, start))
    if not keywords:
        return ()
    pieces = pieces_of(sheet, start, len(sheet.text), taken)
    used = start
    for order, keyword in enumerate(keywords):
        if keyword.start < used:
            continue
        cited = _cited(sheet, keyword, _following(sheet, keywords, order), pieces)
        if cited:
            found += _references(sheet, keyword, cited)
            used = cited[-1].end
    return tuple(found)


def labelled_references(sheet: Sheet, start: int, value: int, end: int, kind: ReferenceKind) -> tuple[Reference, ...]:
    """References of a labelled line (`Your ref:`, «عطف:»): every number in its value."""
    keyword = Keyword("reply" if kind is ReferenceKind.REPLY else "follow_up", start, value)
    end = min(end, value + _WINDOW)
    cited = _chain(sheet, value, end, pieces_of(sheet, value, end, ()), first_reach=_REACH, named=True)
    made = _references(sheet, keyword, cited)
    if kind is ReferenceKind.CITATION:
        return tuple(replace(reference, kind=kind) for reference in made)
    return tuple(made)


def _following(sheet: Sheet, keywords: list[Keyword], order: int) -> int:
    """Where the next keyword that cites by itself begins, if it is near."""
    for later in keywords[order + 1 : order + 20]:
        if later.kind != "loose":
            return later.start
    return len(sheet.text)


def found_keywords(text: str, start: int) -> Iterator[Keyword]:
    """The citing keywords of a folded text, in order."""
    every, kinds = _keywords()
    for match in every.finditer(text, start):
        kind = next(kind for kind, shape in kinds if shape.fullmatch(match.group()))
        noun = phrase("letter").search(match.group()) if kind == "annex" else None
        if noun is not None and not _opens_line(text, match.start()):
            yield Keyword("loose", match.start() + noun.start(), match.end())
            continue
        yield Keyword(kind, *match.span())


def _opens_line(text: str, start: int) -> bool:
    """Whether nothing but signs stands before a place on its line: «به پیوست نامه …» within a sentence encloses one."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(' \t([«"-–')


def _cited(sheet: Sheet, keyword: Keyword, following: int, pieces: list[Piece]) -> list[Cited]:
    """What a keyword cites."""
    text = sheet.text
    stop = SENTENCE_END.search(text, keyword.end, keyword.end + _WINDOW)
    end = min(len(text), keyword.end + _WINDOW, stop.start() if stop else len(text))
    loose = keyword.kind == "loose"
    reach = _LOOSE_REACH if loose else _REACH
    nouned = phrase("letter") if keyword.kind in ("reply", "either", "follow_up") else None
    chain = _chain(sheet, keyword.end, end, pieces, first_reach=reach, named=False, nouned=nouned)
    if not chain or chain[0].start >= following:
        return []
    before = text[keyword.start : chain[0].start]
    lead = text[keyword.end : chain[0].start]
    noun = phrase("letter").search(before) is not None
    numbered = chain[0].number is not None and number_word().search(lead) is not None
    if _is_of_law(text, keyword, chain[0].start):
        return []
    if chain[0].number is None and all(cited.number is None for cited in chain):
        direct = keyword.kind in ("reply", "either", "follow_up", "annex") and _is_short(lead)
        line = text[max(0, keyword.start - _BESIDE) : keyword.start]
        titled = _TITLED.match(text, chain[-1].end) is not None and len(lead.split()) <= _LONG_LEAD
        sent_on = keyword.kind == "loose" and len(lead.split()) <= 2 and phrase("copied").search(line) is not None
        direct = direct or sent_on or (titled and keyword.kind in ("reply", "either"))
        return chain if direct and noun and chain[0].date is not None else []
    if loose:
        direct = chain[0].number is not None and any(sign in sheet.text[slice(*chain[0].number)] for sign in "/-")
        if _is_counted(text, chain[0], lead):
            return []
        return chain if numbered or (direct and len(lead.strip()) <= 3) else []
    if keyword.kind == "citation" and not noun and _is_bare(text, chain[0]):
        return []  # «بر اساس نتایج آزمون شماره ۳۳۱»: a number of something else
    if noun or numbered or (len(lead.strip()) <= 3 and keyword.kind != "citation"):
        return chain
    return []


def _is_counted(text: str, cited: Cited, lead: str) -> bool:
    """Whether a small number without a date after a noun and other words numbers a thing: `men held in Shed No. 3`."""
    if cited.number is None or cited.date is not None:
        return False
    words = text[slice(*cited.number)]
    return words.isdigit() and len(words) <= 2 and len(lead.split()) > _BETWEEN


def _is_of_law(text: str, keyword: Keyword, place: int) -> bool:
    """Whether a number is that of a law, a ruling, a contract: its word stands last before it, or begins the words."""
    opening = phrase("law").match(text, keyword.start, place)
    if opening is not None and opening.end() > keyword.end:
        return True
    return any(
        len(text[found.end() : place].split()) <= _BETWEEN_LAW
        and phrase("letter").search(text, found.end(), place) is None
        for found in phrase("law").finditer(text, keyword.end, place)
    )


def _is_bare(text: str, cited: Cited) -> bool:
    """Whether a number is digits alone, without a day."""
    return cited.number is not None and cited.date is None and text[slice(*cited.number)].isdigit()


def _is_short(lead: str) -> bool:
    """Whether hardly anything but the letter's noun and whose it is stands between a keyword and a date."""
    if re.search(r"[ \t]{3,}\S", lead.split("\n")[0]) or (")" in lead and "(" not in lead):
        return False  # another column, or after the brackets in which the keyword stands
    for role in ("letter", "yours", "ours", "joining", "of_day"):
        lead = phrase(role).sub(" ", lead)
    return len(lead.split()) <= _BETWEEN


def _chain(
    sheet: Sheet,
    start: int,
    end: int,
    pieces: list[Piece],
    *,
    first_reach: int,
    named: bool,
    nouned: re.Pattern[str] | None = None,
) -> list[Cited]:
    """Numbers and dates that follow each other with nothing but joining words between, paired.

    `named`: a label said that they are letters; `nouned`: after one of these words alone, as in «برقيتكم ٢١٧», a bare
    number is one too.
    """
    linked: list[Cited] = []
    at = start
    first = bisect_left(pieces, start, key=lambda piece: piece.cited.start)
    for place, piece in enumerate(pieces[first:], first):
        cited = piece.cited
        if cited.end - (sheet.text[cited.end - 1] == ".") > end:
            break
        if piece.bare and not named:
            lead = _lead(sheet.text[start : cited.start])
            told = nouned is not None and not linked and _is_told(sheet.text, start, cited, nouned)
            if not told and not ((linked or not lead) and _is_dated(sheet.text, pieces, place)):
                continue
        gap = sheet.text[at : cited.start]
        if (linked and list_gap().fullmatch(gap) is None) or len(gap) > first_reach:
            break
        reminding = bool(linked) and cited.number is None and phrase("reminder").search(gap) is not None
        linked.append(replace(cited, alone=True) if reminding else cited)
        at = cited.end
    return paired_up(linked)


def _lead(words: str) -> str:
    """What stands between a keyword and a number, without the cited letter's marks: «كتابكم سري وفوري ٣٣١٩»."""
    bare = words.strip(" (:")
    return "" if is_marked(bare) else bare


def _is_told(text: str, start: int, cited: Cited, nouns: re.Pattern[str]) -> bool:
    """Whether a bare number stands just after a letter's noun and is no count or year.

    Args:
        text: Folded.
        start: Where the keyword ends, which may be the noun itself.
        cited: The number.
        nouns: Words for a letter.
    """
    lead = _lead(text[start : cited.start])
    if lead:
        return nouns.fullmatch(lead) is not None and _REGISTERED.fullmatch(text, cited.start, cited.end) is not None
    before = text[max(0, start - 24) : start].split()
    after_noun = bool(before) and nouns.match(before[-1]) is not None
    number = _NO_YEAR.fullmatch(text, cited.start, cited.end)
    return after_noun and number is not None and _ALONE.match(text, cited.end) is not None


def _is_dated(text: str, pieces: list[Piece], place: int) -> bool:
    """Whether a bare number in a list has its own date after it."""
    if place + 1 >= len(pieces):
        return False
    number, after = pieces[place].cited, pieces[place + 1].cited
    return after.number is None and list_gap().fullmatch(text[number.end : after.start]) is not None


def _references(sheet: Sheet, keyword: Keyword, cited: list[Cited]) -> list[Reference]:
    made = []
    for order, entry in enumerate(cited):
        first = keyword.start if order == 0 else entry.start
        context = sheet.text[keyword.start : entry.start if order else entry.end]
        number = written_number(sheet.words(*entry.number)) if entry.number is not None else None
        made.append(
            Reference(
                text=sheet.words(first, entry.end),
                number=number,
                date=entry.date,
                kind=_kind(keyword.kind, context),
                span=sheet.span(first, entry.end),
            )
        )
    return made


def _kind(keyword: str, context: str) -> ReferenceKind:
    """What a keyword suggests, given whose letter the words say it is."""
    ours = phrase("ours").search(context) is not None
    yours = phrase("yours").search(context) is not None
    if phrase("cited_only").search(context) is not None and not yours:
        return ReferenceKind.CITATION
    if keyword == "loose" and yours != ours:
        return ReferenceKind.REPLY if yours else ReferenceKind.FOLLOW_UP
    if keyword == "either":
        return ReferenceKind.FOLLOW_UP if ours and not yours else ReferenceKind.REPLY
    if keyword == "follow_up":
        return ReferenceKind.REPLY if yours and not ours else ReferenceKind.FOLLOW_UP
    if keyword == "reply":
        return ReferenceKind.REPLY
    return ReferenceKind.CITATION
