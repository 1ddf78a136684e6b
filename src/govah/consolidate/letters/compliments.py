"""Notes verbales: their first sentence says from whom and to whom, and nobody signs."""

import re

from govah.consolidate.data import rows
from govah.consolidate.data.extension import by_wordings
from govah.consolidate.folding import folded
from govah.consolidate.letters.correspondents import correspondents
from govah.consolidate.letters.head import Header
from govah.consolidate.letters.sheet import Sheet

_NAMED = r"(?P<{}>[^.;:\n](?:[^.;:\n]|\n(?!\s*\n)){{2,130}}?)"
_JOINT = r"\s{1,3}"
_BEFORE, _AFTER = 200, 300
"""Code points around the telling word in which the sentence stands."""
_PLACES = re.compile(r"<(sender|to)>")


@by_wordings()
def _shapes() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The sentences of `compliments.tsv`, whose comment explains their signs, each after its longest fixed word."""
    sentences = [cells[-1] for cells in rows("compliments.tsv")]
    return tuple((re.compile(_forms(_telling(each))), re.compile(_shape(each), re.MULTILINE)) for each in sentences)


def _telling(sentence: str) -> str:
    """The fixed word that is longest in its shortest form: only beside it the sentence is sought."""
    fixed = [word for word in sentence.split() if word[0] not in "[</"]
    return max(fixed, key=lambda word: min(map(len, word.split("|"))))


def _shape(sentence: str) -> str:
    shape = ""
    for word in sentence.split():
        place = _PLACES.fullmatch(word)
        if word.startswith("/"):
            shape = shape.removesuffix(_JOINT) + _end(word)
        elif word.startswith("["):
            shape += f"(?:{_forms(word[1:-1])}{_JOINT})?"
        else:
            shape += (_NAMED.format(place.group(1)) if place else _forms(word)) + _JOINT
    return shape.removesuffix(_JOINT)


def _forms(word: str) -> str:
    """A word in any of its forms; one that ends with an apostrophe is written together with the next."""
    forms = [re.escape(folded(form)).replace("_", _JOINT) for form in word.split("|")]
    return r"(?<!\w)(?:" + "|".join(form if form.endswith("'") else form + r"(?!\w)" for form in forms) + ")"


def _end(word: str) -> str:
    """Where an addressee's name ends: at a sign, or before one of the words of `/…/`."""
    return rf"(?=\s{{0,3}}[,.;:]|{_JOINT}{_forms(word.strip('/').replace('‌', ''))})"


def take_compliments(sheet: Sheet, head: Header) -> bool:
    """Sender and addressee of a note verbale, before what the letterhead says."""
    text = sheet.text[:6000]
    for telling, shape in _shapes():
        word = telling.search(text)
        match = shape.search(text, max(0, word.start() - _BEFORE), word.end() + _AFTER) if word is not None else None
        if match is None:
            continue
        sender = correspondents(" ".join(sheet.words(*match.span("sender")).split()))
        to = correspondents(" ".join(sheet.words(*match.span("to")).split()))
        if not sender or not to:
            continue
        head.sender, head.to = sender, to
        head.spans["from"] = sheet.span(*match.span("sender"))
        head.spans["to"] = sheet.span(*match.span("to"))
        head.compliments = True
        return True
    return False
