"""The numbers of a page that wait for a person: their picture, what was read there, and what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from govah.case.unverified import UnverifiedNumber
from govah.model.identifiers import Sha256
from govah.model.page import Page
from govah.model.stretch import stretches
from govah.model.upright import upright
from govah.web.page_svg import PageMark, crop_svg
from govah.web.translation import N_, Locale
from govah.web.wording import Words

Waiting = Sequence[tuple[Sha256, int, Sequence[tuple[int, int, bool]]]]
"""Exhibit and page of all pages with such numbers; start, end and whether the readers doubt each."""

_DIFFER = N_("Two readers read it differently.")
_ALONE = N_("One reading only, with little certainty.")
_SURE = N_("Read with certainty; confirmed by nobody.")
_LABEL = N_("Unverified number: {number}")
_CROP = N_("The place on the picture where a machine read {number}")


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number that waits.

    Args:
        number: Where and how it was read.
        crop: Its place on the page's picture; None where there is none.
        said: How certain the reading is, in words.
        fields: Names of the letter's fields that hang on it, in the interface's language.
        chosen: Whether it is the selected passage.
    """

    number: UnverifiedNumber
    crop: Markup | None
    said: str
    fields: tuple[str, ...]
    chosen: bool


def number_rows(
    numbers: Sequence[UnverifiedNumber],
    page: Page,
    picture: str | None,
    selected: tuple[int, int] | None,
    language: Locale,
) -> tuple[NumberRow, ...]:
    """The rows of a page's list, in its order."""
    words, page = Words(language), upright(page)
    rows = []
    for each in numbers:
        _, start, end = each.passage.span
        label = language.gettext(_CROP).format(number=each.passage.exact)
        box = next(iter(stretches(page, start, end)), None)
        crop = crop_svg(page, picture, box, label) if box is not None and picture is not None else None
        fields = tuple(dict.fromkeys(words.field(name) for _, name in each.fields))
        rows.append(NumberRow(each, crop, _said(each, language), fields, selected == (start, end)))
    return tuple(rows)


def number_marks(numbers: Sequence[UnverifiedNumber], language: Locale) -> list[PageMark]:
    """The numbers as marks of the page."""
    label = language.gettext(_LABEL)
    return [
        PageMark(
            each.read.start,
            each.read.end,
            "doubt" if each.read.flagged else "figure",
            label.format(number=each.passage.exact),
            number=each.read.start,
        )
        for each in numbers
    ]


def following(waiting: Waiting, sha256: Sha256, page: int) -> tuple[Sha256, int, tuple[int, int]] | None:
    """The first doubted number of another page, going on from one and beginning anew at the end; else any number."""
    here = next((at for at, each in enumerate(waiting) if each[:2] == (sha256, page)), None)
    cut = 0 if here is None else here + 1
    others = [each for each in (*waiting[cut:], *waiting[:cut]) if each[:2] != (sha256, page)]
    for doubted in (True, False):
        for exhibit, leaf, numbers in others:
            for start, end, flagged in numbers:
                if flagged or not doubted:
                    return exhibit, leaf, (start, end)
    return None


def after(numbers: Sequence[UnverifiedNumber], flagged: bool, start: int) -> UnverifiedNumber | None:
    """The number that follows in a page's list where one that was doubted, or not, stood at a place; else the first."""
    following = (each for each in numbers if (not each.read.flagged, each.read.start) > (not flagged, start))
    return next(following, next(iter(numbers), None))


def number_address(sha256: Sha256, page: int, start: int, end: int) -> str:
    """Where a number is shown on its page and in the page's list."""
    return f"/exhibit/{sha256}?page={page}&start={start}&end={end}#number-{start}"


def _said(each: UnverifiedNumber, language: Locale) -> str:
    if each.read.other is not None:
        return language.gettext(_DIFFER)
    return language.gettext(_ALONE if each.read.flagged else _SURE)
