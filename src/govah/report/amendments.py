"""Amendments: what persons corrected on a cited page, as the annex tells it."""

from collections.abc import Iterator, Mapping

from govah.model.mark import Correction
from govah.model.view import View
from govah.report.document import Amendment, Piece, Stretch, visible
from govah.report.excerpt import quoted
from govah.report.grounds import Cited
from govah.report.wording import WORDINGS, Wording, moment_name, numeral

_MOST = 600
"""Code points of a correction's words that are shown; the log holds the whole."""


def field_names(words: Wording) -> Mapping[str, str]:
    """A letter's fields that a report shows, by the contract's names."""
    names = {"number": words.number, "date": words.date, "from": words.sender, "to": words.to}
    return {**names, "subject": words.subject}


def amendments(view: View, cited: Cited, language: str) -> Iterator[Amendment]:
    """Corrections of a page's text, then of what its letters' fields say; in the order in which they were made.

    Those that lost their place change nothing, and are not told.
    """
    fields = field_names(WORDINGS[language])
    made = view.corrections(cited.passage.sha256)
    of_fields = [each for each in made if each.field in fields and (each.anchored or each.superseded_by)]
    for each in (*cited.corrections, *of_fields):
        put = each.changes_text and not each.of_picture
        yield Amendment(
            fields.get(each.field, ""),
            _whole(each.passage.exact, language),
            _whole(each.value, language),
            _who(each, language),
            _whole(each.why, language),
            put,
        )


def _who(each: Correction, language: str) -> str:
    words = WORDINGS[language]
    who = words.who_value.format(
        by=visible(each.by), at=moment_name(each.at, language), entry=numeral(each.entry, language)
    )
    if each.superseded_by is None:
        return who
    return who + words.comma + words.replaced.format(entry=numeral(each.superseded_by, language))


def _whole(text: str, language: str) -> Stretch:
    if not text:
        return Stretch((Piece(WORDINGS[language].nothing),), WORDINGS[language].direction)
    return quoted(text if len(text) <= _MOST else f"{text[:_MOST]} …")
