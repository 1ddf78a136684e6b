"""Labels of a letter's fields on its lines: «شماره:», «إلى», `Our ref`."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.numbers import NUMBER, has_digit, without_series
from govah.consolidate.letters.offices import courtesy, opens_with_office
from govah.consolidate.letters.phrases import pattern, phrase
from govah.consolidate.letters.sheet import Line

_SPACES = re.compile("[ \u00a0.'-]+")
_AFTER = re.compile(
    r"[ \u00a0]*(?:\([^)\n\d]{0,30}\)[ \u00a0]*)?((?:[:;\t|.]|/(?=\s)|[ \u00a0](?=:))*)[ \u00a0]*[:;|\t]*[ \u00a0]*"
)
_GAP = re.compile(r"(?:^|[\t|:]|[ \u00a0]{2,}|[-–•*]\s|[(،,;/]\s?)\s*$")
_ANYWHERE = frozenset({"number", "date", "attachments", "urgency", "classification", "grade"})
_SLASHED = frozenset({"from", "to", "cc", "subject"})
"""Labels after which Arabic offices write a slash and go on at once: «إلى/وزارة الزراعة»."""

_COLUMN = re.compile(r"(?<=\S)(?:\t|\s{3})")
_FUZZY = re.compile(r"(?:^|(?<=[\s|]))([^\W\d_][^\W\d_ ]{2,}(?: [^\W\d_]{2,}){0,2})[ ]?:")
_WHOSE = re.compile(r"(?: [^\W\d_]{1,20}){1,6} ?[:/][ \])]*")
"""Whose marginal note it is, after its heading."""
_RUNNING = 60
"""Code points of a line before a label without a colon from which on they are a sentence and no other field."""

_BULLET = re.compile(r"^[\s•*#|–-]*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A field's label on a line and the stretch of its value, in the folded text of its page.

    Args:
        field: The field it names, see `letter_labels.tsv`.
        start: Where the label begins.
        value: Where its value begins.
        end: Where its value ends; equal to `value` where nothing stands after the label.
        line: Index of its line.
    """

    field: str
    start: int
    value: int
    end: int
    line: int

    @property
    def empty(self) -> bool:
        """Whether the value is not on the same line."""
        return self.end <= self.value


@by_wordings()
def _vocabulary() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    known: dict[str, tuple[str, str]] = {}
    words: list[str] = []
    for field, strength, cell in rows("letter_labels.tsv"):
        for word in cell.split("|"):
            words.append(word)
            known.setdefault(_key(folded(word)), (field, strength))
    return pattern(words), known


def _key(text: str) -> str:
    return _SPACES.sub("", text)


def labels_on(line: Line, index: int) -> list[Label]:
    """The labels of one line, in order."""
    if line.blank:
        return []
    vocabulary, known = _vocabulary()
    found: list[tuple[str, int, int]] = []
    for match in vocabulary.finditer(line.text):
        field, strength = known.get(_key(match.group()), ("", ""))
        after = _AFTER.match(line.text, match.end())
        signs = after.group(1) if after else ""
        value = after.end() if after else match.end()
        if field in _SLASHED and line.text[value : value + 1] == "/":
            value, signs = value + 1, "/"
        if field and _stands(line.text, match.start(), value, field, strength, signs, first=not found):
            found.append((field, match.start(), value))
    margin = _headed_margin(line.text) if not found else None
    if margin is not None:
        found.append(("margin", *margin))
    found += _misread(line.text, known, found)
    found.sort(key=lambda entry: entry[1])
    found = [entry for place, entry in enumerate(found) if not (place and _repeats(found[place - 1], entry))]
    labels = []
    for order, (field, start, value) in enumerate(found):
        end = found[order + 1][1] if order + 1 < len(found) else len(line.text)
        if field != "cc":
            wide = _COLUMN.search(line.text, value, end)
            end = wide.start() if wide is not None else end
        said = line.text[value:end].rstrip(" \t|،,")
        end = max(value, value + len(said.rstrip(" \t|،,-–") or said))
        labels.append(Label(field, line.start + start, line.start + value, line.start + end, index))
    return labels


def _is_recipient(text: str) -> bool:
    """Whether words name an office, or a person with a courtesy, before which Arabic writes its «to» together."""
    bare = re.sub("^لل?(?=\\w)", "ال" if text.startswith("لل") else "", text)
    return opens_with_office(text) or courtesy("person").match(bare) is not None


def _headed_margin(text: str) -> tuple[int, int] | None:
    """Where the heading of a marginal note begins and its note: «هامش السيد المدير:»."""
    bare = text.lstrip(" [(-–")
    opening = phrase("margin_head").match(bare)
    rest = _WHOSE.match(bare, opening.end()) if opening is not None else None
    if rest is None:
        return None
    shift = len(text) - len(bare)
    return shift, shift + rest.end()


def _repeats(before: tuple[str, int, int], label: tuple[str, int, int]) -> bool:
    """Whether a label is the first word of a subject's value: `Subject: RE: …`."""
    return before[0] == label[0] == "subject" and before[2] == label[1]


def _stands(text: str, start: int, value: int, field: str, strength: str, signs: str, *, first: bool) -> bool:
    """Whether a label's word is a label here, by its signs and its place on the line."""
    before = text[:start]
    opens = bool(_BULLET.match(before))
    apart = opens or bool(_GAP.search(before))
    if (
        field in ("subject", "cc")
        and len(text[start:value].strip(" /:.")) == 1
        and not (opens and any(sign in text[start:value] for sign in ":/") and value < len(text))
    ):
        return False
    if strength == "value" and len(text[start:value].strip(" :./\t")) == 1 and (not apart or ":" not in signs):
        return False
    if field in ("from", "to", "attention") and before.rstrip().endswith((",", ";")):
        return False
    if field == "cc" and opens and value < len(text) and _is_recipient(text[value:]):
        return True
    if field == "cc" and opens and "." in signs + text[start:value]:
        return True
    colon = any(sign in signs for sign in ":;|/") or text[start:value].rstrip().endswith("/")
    if strength == "party":
        return colon and opens and opens_with_office(text[value:])
    if colon:
        return apart or not first or field in _ANYWHERE
    if "\t" in signs or (value > start and text[value - 1 : value] == "\t"):
        return opens or before.endswith("\t")
    if value >= len(text):
        return opens and field not in ("from", "to")
    if strength == "value" and apart and not _is_sentence(before):
        return _takes(field, text[value : value + 40])
    return False


def _is_sentence(before: str) -> bool:
    """Whether what stands before a label in its column is running text, which cites: `…, Ref. A 3, dated 7 May`."""
    column = re.split(r"\t|\s{3,}", before.rstrip())[-1]
    return len(column) > _RUNNING or phrase("yours").search(column) is not None


def _takes(field: str, value: str) -> bool:
    """Whether what follows is a value of the field's kind, for a label without a colon."""
    if field != "number":
        return has_digit(value[:24])
    bare = without_series(value.lstrip("( "))
    number = NUMBER.match(bare)
    if number is None or not has_digit(number.group()):
        return False
    return any(sign in number.group() for sign in "/-") or len(bare.split()) == 1 or len(number.group()) > 2


def _misread(
    text: str, known: dict[str, tuple[str, str]], found: list[tuple[str, int, int]]
) -> list[tuple[str, int, int]]:
    """Labels of four letters or more with one letter misread, before a colon."""
    taken = {place for _, start, value in found for place in range(start, value)}
    extra = []
    for match in _FUZZY.finditer(text):
        word = match.group(1)
        tries = [(match.start(1), word)]
        if " " in word:
            tail = word.rsplit(" ", 1)[1]
            tries.append((match.end(1) - len(tail), tail))
        for start, candidate in tries:
            field = _near(_key(candidate), known) if start not in taken else None
            if field is not None and (start == 0 or field in _ANYWHERE or bool(_GAP.search(text[:start]))):
                spaces = len(text[match.end() :]) - len(text[match.end() :].lstrip())
                extra.append((field, start, match.end() + spaces))
                break
    return extra


def _near(word: str, known: dict[str, tuple[str, str]]) -> str | None:
    if len(word) < (5 if word.isascii() else 4) or word in known:
        return None
    fields = {
        field
        for label, (field, _) in known.items()
        if len(label) >= 4
        and abs(len(label) - len(word)) <= 1
        and Levenshtein.distance(label, word, score_cutoff=1) <= 1
    }
    return fields.pop() if len(fields) == 1 else None
