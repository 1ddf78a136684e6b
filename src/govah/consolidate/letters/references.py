"""Lines that cite other letters: their words, numbers, dates, and what the keyword suggests.

The keyword suggests, the direction of the parties decides (`govah.consolidate.chains`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.dates import DAY_MONTH, find_dates, with_year
from govah.consolidate.folding import folded
from govah.consolidate.letters.numbers import NUMBER, has_digit, with_series, written_number
from govah.consolidate.letters.phrases import TOGETHER, pattern, phrase
from govah.consolidate.letters.sheet import Sheet
from govah.consolidate.letters.short_years import SHORT, in_letter
from govah.model.fuzzy_date import FuzzyDate
from govah.model.letter import Reference, ReferenceKind

_REACH = 160
"""Code points after a keyword within which the first number or date must begin."""
_BETWEEN = 4
"""Other words that may stand between a keyword and the date by which alone a letter is cited."""

_LOOSE_REACH = 80
_WINDOW = 420
"""Code points after a keyword within which its list of numbers must end."""
_SIGNS = "\\s،,;:().«»\"'/–-"
_DAY_SHAPED = re.compile(r"(?<![\w/])(?:1[2-4]\d\d/\d\d?/\d\d?|\d\d?/\d\d?/1[2-4]\d\d)(?![\w/])")
"""What has a date's shape and is none: misread digits. It is no number of a letter."""

_GLUED = re.compile(r"(?P<number>[^\s-]*/[^\s-]*\d[^\s-]*)-(?P<date>\d\d/\d\d?/\d\d)")
"""A number and a date with a two-digit year, written together with a dash."""

_STOP = re.compile(
    r"\n[ \t]*\n|[؛;!?]"
    r"|\.(?=\s)(?<!no\.)(?<!nos\.)(?<!nr\.)(?<!ref\.)(?<![\s.(/]\w\.)(?!\s{1,3}(?:nos?|nr|dated|dtd?|of)(?!\w))"
)
"""Where a sentence ends: not after an initial (`O.M. No. 7`), and not where a number or its date follows."""


@dataclass(frozen=True, slots=True)
class _Keyword:
    """A citing keyword in folded text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cited:
    """A number, a date or both, in folded text."""

    start: int
    end: int
    number: tuple[int, int] | None
    date: FuzzyDate | None


@by_wordings()
def _keywords() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    kinds = [(cells[0], cells[1].split("|")) for cells in rows("reference_words.tsv")]
    every = pattern((word for _, words in kinds for word in words), TOGETHER)
    return every, tuple((kind, pattern(words, TOGETHER)) for kind, words in kinds)


@by_wordings()
def _number_word() -> re.Pattern[str]:
    """A word that says number, at the end of a stretch."""
    return re.compile(rf"(?:{phrase('number').pattern}|№|#|n°)[ .:]*\(?\s*$")


@by_wordings()
def _gap() -> re.Pattern[str]:
    """What may stand between the numbers and dates of one list."""
    return re.compile(rf"[{_SIGNS}]*(?:(?:{phrase('joining').pattern})[{_SIGNS}]*){{0,6}}")


@by_wordings()
def _annex() -> re.Pattern[str]:
    return next(shape for kind, shape in _keywords()[1] if kind == "annex")


def says_whose(words: str) -> bool:
    """Whether a reference's words say whose letter they cite: yours, ours, or one that this answers."""
    text = folded(words)
    weak = next(shape for kind, shape in _keywords()[1] if kind == "either")
    named = phrase("yours").search(text) is not None or phrase("ours").search(text) is not None
    return named or weak.match(text) is None


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
    keywords = list(_found_keywords(sheet.text, start))
    if not keywords:
        return ()
    pieces = _pieces(sheet, start, len(sheet.text), taken)
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
    keyword = _Keyword("reply" if kind is ReferenceKind.REPLY else "follow_up", start, value)
    end = min(end, value + _WINDOW)
    cited = _chain(sheet, value, end, _pieces(sheet, value, end, ()), first_reach=_REACH, named=True)
    made = _references(sheet, keyword, cited)
    if kind is ReferenceKind.CITATION:
        return tuple(replace(reference, kind=kind) for reference in made)
    return tuple(made)


def _following(sheet: Sheet, keywords: list[_Keyword], order: int) -> int:
    """Where the next keyword that cites by itself begins, if it is near."""
    for later in keywords[order + 1 : order + 20]:
        if later.kind != "loose":
            return later.start
    return len(sheet.text)


def _found_keywords(text: str, start: int) -> Iterator[_Keyword]:
    every, kinds = _keywords()
    for match in every.finditer(text, start):
        kind = next(kind for kind, shape in kinds if shape.fullmatch(match.group()))
        yield _Keyword(kind, *match.span())


def _cited(sheet: Sheet, keyword: _Keyword, following: int, pieces: list["_Piece"]) -> list[_Cited]:
    """What a keyword cites."""
    text = sheet.text
    stop = _STOP.search(text, keyword.end, keyword.end + _WINDOW)
    end = min(len(text), keyword.end + _WINDOW, stop.start() if stop else len(text))
    loose = keyword.kind == "loose"
    reach = _LOOSE_REACH if loose else _REACH
    chain = _chain(sheet, keyword.end, end, pieces, first_reach=reach, named=False)
    if not chain or chain[0].start >= following:
        return []
    before = text[keyword.start : chain[0].start]
    lead = text[keyword.end : chain[0].start]
    noun = phrase("letter").search(before) is not None
    numbered = chain[0].number is not None and _number_word().search(lead) is not None
    if phrase("law").search(lead):
        return []
    if chain[0].number is None and all(cited.number is None for cited in chain):
        direct = keyword.kind in ("reply", "either", "follow_up", "annex") and _is_short(lead)
        return chain if direct and noun and chain[0].date is not None else []
    if loose:
        direct = chain[0].number is not None and any(sign in sheet.text[slice(*chain[0].number)] for sign in "/-")
        return chain if numbered or (direct and len(lead.strip()) <= 3) else []
    if noun or numbered or (len(lead.strip()) <= 3 and keyword.kind != "citation"):
        return chain
    return []


def _is_short(lead: str) -> bool:
    """Whether hardly anything but the letter's noun and whose it is stands between a keyword and a date."""
    if re.search(r"[ \t]{3,}\S", lead.split("\n")[0]) or (")" in lead and "(" not in lead):
        return False  # another column, or after the brackets in which the keyword stands
    for role in ("letter", "yours", "ours", "joining", "of_day"):
        lead = phrase(role).sub(" ", lead)
    return len(lead.split()) <= _BETWEEN


def _chain(
    sheet: Sheet, start: int, end: int, pieces: list["_Piece"], *, first_reach: int, named: bool
) -> list[_Cited]:
    """Numbers and dates that follow each other with nothing but joining words between, paired."""
    linked: list[_Cited] = []
    at = start
    first = bisect_left(pieces, start, key=lambda piece: piece.cited.start)
    for place, piece in enumerate(pieces[first:], first):
        cited = piece.cited
        if cited.end > end:
            break
        if piece.bare and not named:
            direct = bool(linked) or not sheet.text[start : cited.start].strip(" (:")
            if not (direct and _is_dated(sheet.text, pieces, place)):
                continue
        gap = sheet.text[at : cited.start]
        if (linked and _gap().fullmatch(gap) is None) or len(gap) > first_reach:
            break
        linked.append(cited)
        at = cited.end
    return _paired(linked)


def _is_dated(text: str, pieces: list["_Piece"], place: int) -> bool:
    """Whether a bare number in a list has its own date after it."""
    if place + 1 >= len(pieces):
        return False
    number, after = pieces[place].cited, pieces[place + 1].cited
    return after.number is None and _gap().fullmatch(text[number.end : after.start]) is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A number or a date; `bare` where a number has neither segments nor a word before it that says number."""

    cited: _Cited
    bare: bool


def _pieces(sheet: Sheet, start: int, end: int, taken: tuple[tuple[int, int], ...]) -> list[_Piece]:
    """All numbers and dates of a stretch, in order; what is taken or part of a date is no number."""
    dates = [(start + first, start + last, found) for first, last, found in find_dates(sheet.text[start:end])]
    dates = [entry for entry in dates if not _is_short_number(sheet.text, *entry[:2])]
    pieces = [
        _Piece(_Cited(first, last, None, replace(found, text=sheet.words(first, last))), bare=False)
        for first, last, found in dates
        if found.earliest is not None or found.calendar is not None or "/" in sheet.text[first:last]
    ]
    for day in DAY_MONTH.finditer(sheet.text, start, end):
        apart = not any(first < day.end() and day.start() < last for first, last, _ in dates)
        if apart and _is_day(sheet.text, day, dates):
            date = FuzzyDate(sheet.words(*day.span()), None, None, None)
            dates.append((*day.span(), date))
            pieces.append(_Piece(_Cited(*day.span(), None, date), bare=False))
    for short in SHORT.finditer(sheet.text, start, end):
        apart = not any(first < short.end() and short.start() < last for first, last, _ in dates)
        if apart and _is_dated_so(sheet.text, short):
            date = FuzzyDate(sheet.words(*short.span()), None, None, None)
            dates.append((*short.span(), date))
            pieces.append(_Piece(_Cited(*short.span(), None, date), bare=False))
    for shaped in _DAY_SHAPED.finditer(sheet.text, start, end):
        if not any(first < shaped.end() and shaped.start() < last for first, last, _ in dates):
            date = FuzzyDate(sheet.words(*shaped.span()), None, None, None)
            dates.append((*shaped.span(), date))
            pieces.append(_Piece(_Cited(*shaped.span(), None, date), bare=False))
    blocked = sorted([(first, last) for first, last, _ in dates] + list(taken))
    for match in NUMBER.finditer(sheet.text, start, end):
        before = bisect_left(blocked, (match.end(), 0)) - 1
        if any(match.start() < last for _, last in blocked[max(0, before - 3) : before + 1]):
            continue
        glued = _GLUED.fullmatch(match.group())
        if glued is not None:
            pieces += _parted(sheet, match.start(), glued)
        elif has_digit(match.group()) and not _is_figure(sheet.text, match):
            place = with_series(sheet.words_before(match.start()), match.start()), match.end()
            pieces.append(_Piece(_Cited(*place, place, None), bare=not _says_number(sheet.text, match)))
    return sorted(pieces, key=lambda piece: piece.cited.start)


def _parted(sheet: Sheet, at: int, glued: re.Match[str]) -> list[_Piece]:
    """A number and the date that is written together with it."""
    number = at + glued.start("number"), at + glued.end("number")
    first, last = at + glued.start("date"), at + glued.end("date")
    date = FuzzyDate(sheet.words(first, last), None, None, None)
    return [_Piece(_Cited(*number, number, None), bare=False), _Piece(_Cited(first, last, None, date), bare=False)]


def _is_dated_so(text: str, match: re.Match[str]) -> bool:
    """Whether digits like 99/8/14 are a date: after a word of a date, or after a number and a dash."""
    before = text[max(0, match.start() - 16) : match.start()]
    return _of_day().search(before) is not None or re.search(r"[\w)] ?[-–] ?$", before) is not None


def _is_day(text: str, match: re.Match[str], dates: list[tuple[int, int, FuzzyDate]]) -> bool:
    """Whether two small numbers are a day and a month: after a word of a date, or beside a date in a list."""
    first, second = int(match.group(1)), int(match.group(2))
    if not (1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12):
        return False
    if _of_day().search(text[max(0, match.start() - 16) : match.start()]) is not None:
        return True
    return any(0 <= first - match.end() <= 5 and "(" in text[match.start() - 1] for first, _, _ in dates)


@by_wordings()
def _of_day() -> re.Pattern[str]:
    return re.compile(rf"(?:{phrase('of_day').pattern})[ .:]*\(?\s*$")


def dated_near(
    references: tuple[Reference, ...], date: FuzzyDate | None, language: str | None
) -> tuple[Reference, ...]:
    """References whose days lack a year, or its century, with what a letter of this date and language means."""
    return tuple(
        replace(one, date=_meant(one.date, date, language)) if one.date is not None else one for one in references
    )


def _meant(cited: FuzzyDate, letter: FuzzyDate | None, language: str | None) -> FuzzyDate:
    near = letter.latest if letter is not None else None
    words = folded(cited.text)
    known = in_letter(words, language, near)
    if known is None and cited.earliest is None and near is not None and letter is not None:
        known = with_year(words, cited.calendar or letter.calendar, near)
    return replace(known, text=cited.text) if known is not None else cited


def _is_short_number(text: str, start: int, end: int) -> bool:
    """Whether what could be a date has the word «شماره» before it: with a two-digit year, or with a date after it."""
    shaped = re.fullmatch(r"\d{1,4}/\d\d?/\d{1,4}", text[start:end])
    if shaped is None or _number_word().search(text[max(0, start - 24) : start]) is None:
        return False
    if re.fullmatch(r"\d\d?/\d\d?/\d\d?", text[start:end]):
        return True
    gap = _gap().match(text, end)
    following = find_dates(text[gap.end() : gap.end() + 40]) if gap is not None else []
    return bool(following) and following[0][0] == 0


def _is_figure(text: str, match: re.Match[str]) -> bool:
    """Whether digits count something: a time, a share, a lone small number."""
    after = text[match.end() : match.end() + 2]
    if match.group().isdigit() and len(match.group()) > 8:
        return _number_word().search(text[max(0, match.start() - 24) : match.start()]) is None
    return (after[:1] in ("%", ":") and after != ": ") or "\n" in match.group()


def _says_number(text: str, match: re.Match[str]) -> bool:
    """Whether a number in running text is a letter's: it has segments, or the word «شماره» before it."""
    words = match.group()
    if _number_word().search(text[max(0, match.start() - 24) : match.start()]) is not None:
        return True
    return any(sign in words for sign in "/\\-–_") and re.fullmatch(r"[^\W\d_]+[-–]?\d?", words) is None


def _paired(pieces: list[_Cited]) -> list[_Cited]:
    """A date joins the number before it; where the list begins with a date, the number after it."""
    paired: list[_Cited] = []
    date_first = len(pieces) > 1 and pieces[0].number is None
    waiting: _Cited | None = None
    numbers = [piece for piece in pieces if piece.number is not None]
    if date_first is False and 2 <= len(numbers) == len(pieces) - len(numbers) and numbers == pieces[: len(numbers)]:
        dates = [piece.date for piece in pieces[len(numbers) :]]  # «A و B في (d1 و d2) على التوالي»
        return [_Cited(one.start, one.end, one.number, day) for one, day in zip(numbers, dates, strict=True)]
    for piece in pieces:
        if piece.number is None:
            if date_first:
                waiting = piece
            elif paired and paired[-1].date is None:
                paired[-1] = _Cited(paired[-1].start, piece.end, paired[-1].number, piece.date)
            else:
                paired.append(piece)
        elif waiting is not None:
            paired.append(_Cited(waiting.start, piece.end, piece.number, waiting.date))
            waiting = None
        else:
            paired.append(piece)
    if waiting is not None and not paired:
        paired.append(waiting)
    numbered = [cited for cited in paired if cited.number is not None]
    return numbered or paired


def _references(sheet: Sheet, keyword: _Keyword, cited: list[_Cited]) -> list[Reference]:
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
