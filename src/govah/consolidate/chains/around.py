"""What stands around a reference in its paper: that the cited letter goes along, or that another's words are quoted."""

from govah.consolidate.folding import folded
from govah.consolidate.letters.phrases import phrase
from govah.consolidate.letters.references import opens_by_citing
from govah.model.letter import Reference

_BESIDE = 60
"""Code points beside a reference among which the word for a copy is sought."""

_HEAD = 1500
"""Code points among which a paper's title stands."""

_QUOTES = (("((", "))"), ("«", "»"), ("“", "”"))


def goes_along(text: str, reference: Reference) -> bool:
    """Whether the words beside a reference say that the cited letter, or a copy of it, goes along.

    Words that belong to the citing itself say nothing of that: «عطف به رونوشت نامه …».
    """
    at = text.find(reference.text)
    if at < 0:
        return False
    end = at + len(reference.text)
    before = text[max(0, at - _BESIDE) : at].rpartition("\n")[2]
    begin = end if opens_by_citing(folded(reference.text)) else at
    around = folded(before + text[begin : end + _BESIDE].partition("\n")[0])
    return phrase("copied").search(around) is not None


def is_transmittal(text: str) -> bool:
    """Whether a paper's title says that it only sends others on: «ورقة إرسال», `Bordereau d'envoi`."""
    lines = [line.strip(" .:-–*") for line in folded(text[:_HEAD]).split("\n")]
    return any(phrase("transmittal").fullmatch(line) is not None for line in lines if line)


def is_quoted(text: str, reference: Reference) -> bool:
    """Whether a reference stands within quotation marks: it is then another letter's."""
    before = text[: max(0, text.find(reference.text))]
    return before.count('"') % 2 == 1 or any(before.count(opens) > before.count(shuts) for opens, shuts in _QUOTES)
