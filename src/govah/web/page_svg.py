"""A page of evidence as SVG inside the HTML: picture, marks, and words that can be copied in reading order.

A page that lies on its side is drawn upright: pictures are those of the turned page, as are all boxes here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from govah.model.page import Box, Page, Word
from govah.model.stretch import covering, right_to_left, stretches
from govah.model.upright import upright

_AIR = {"field": 0.16, "confirmed": 0.16, "doubt": 0.16, "put": 0.16}
"""A frame stands off its words by this part of their height, so that its sides are never on their ink."""
_LABEL = 0.017
"""Size of a region's label, as part of the page's width."""


@dataclass(frozen=True, slots=True)
class PageMark:
    """A stretch of the page that is marked.

    Args:
        kind: `selected`, `mark`, `field`, `hit`, `doubt` or `figure`: a class of the style sheet.
        label: What it is, for those who hear the page.
        number: Where the unverified number begins that it is; else None.
    """

    start: int
    end: int
    kind: str
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PageRegion:
    """A place without words that a person should look at.

    Args:
        kind: `unread` or `handwriting`: a class of the style sheet.
        label: A word that is written beside it.
        said: What it is, for those who hear the page.
        name: What links lead to.
    """

    kind: str
    label: str
    said: str
    name: str
    box: Box


def page_svg(
    page: Page,
    picture: str | None,
    marks: Sequence[PageMark],
    label: str,
    *,
    regions: Sequence[PageRegion] = (),
    legible: bool = False,
    crop: Box | None = None,
) -> Markup | None:
    """The page as an `<svg>`; None where it has no geometry.

    Args:
        page: With words, as it is stored.
        picture: Address of the page's upright picture, None where there is none.
        marks: Drawn under the words.
        label: The page's name for those who hear it.
        regions: Drawn under the words, with their labels.
        legible: Draw the words themselves, which are otherwise there to be selected only.
        crop: Show this part of the page only, and no words.
    """
    page = upright(page)
    if not page.width or not page.height:
        return None
    shown = crop or Box(0, 0, page.width, page.height)
    box = f"{shown.left:g} {shown.top:g} {shown.right - shown.left:g} {shown.bottom - shown.top:g}"
    kind = "page legible" if legible else "page"
    parts = [
        Markup('<svg class="{}" viewBox="{}" role="group" aria-label="{}" data-page="{}">').format(
            kind, box, label, page.number
        )
    ]
    if picture is not None:
        parts.append(
            Markup('<image class="picture" href="{}" width="{:g}" height="{:g}" preserveAspectRatio="none"/>').format(
                picture, page.width, page.height
            )
        )
    for mark in marks:
        parts.extend(_rectangles(page, mark))
    parts.extend(_region(page, region) for region in regions)
    if crop is None:
        for _, words in groupby(page.words, key=lambda word: word.line):
            parts.append(_line(page, list(words)))
    parts.append(Markup("</svg>"))
    return Markup("\n").join(parts)


def crop_svg(page: Page, picture: str, box: Box, label: str) -> Markup | None:
    """A small part of a page's upright picture with some air around it; None where the page has no size."""
    page = upright(page)
    if not page.width or not page.height or not (box.left < page.width and box.top < page.height):
        return None
    high = box.bottom - box.top
    left, right = max(0.0, box.left - high), min(page.width, box.right + high)
    top, bottom = max(0.0, box.top - 0.5 * high), min(page.height, box.bottom + 0.5 * high)
    return Markup(
        '<svg class="crop" viewBox="{:g} {:g} {:g} {:g}" role="img" aria-label="{}">'
        '<image class="picture" href="{}" width="{:g}" height="{:g}" preserveAspectRatio="none"/></svg>'
    ).format(left, top, right - left, bottom - top, label, picture, page.width, page.height)


def surroundings(page: Page, start: int, end: int) -> Box | None:
    """The part of a page around a span, wide enough to read on; None where the span has no place."""
    page = upright(page)
    boxes = stretches(page, start, end)
    if not boxes or not page.width or not page.height:
        return None
    width, height = page.width * 0.6, min(page.height, page.width * 0.5)
    centre = (boxes[0].left + boxes[0].right) / 2
    left = min(max(0.0, centre - width / 2), page.width - width)
    top = min(max(0.0, boxes[0].top - height * 0.4), page.height - height)
    return Box(left, top, left + width, top + height)


def _framed(box: Box, air: float) -> Box:
    """A frame that stands off what it frames at its sides."""
    by = air * (box.bottom - box.top)
    return Box(box.left - by, box.top, box.right + by, box.bottom)


def _rectangles(page: Page, mark: PageMark) -> list[Markup]:
    air = _AIR.get(mark.kind, 0.0)
    boxes = [_framed(box, air) for box in covering(page, mark.start, mark.end)]
    rectangle = Markup(
        '<rect class="{}"{} x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>'
    )
    number = "" if mark.number is None else Markup(' data-of="{}"').format(mark.number)
    return [
        rectangle.format(mark.kind, number, box.left, box.top, box.right - box.left, box.bottom - box.top, mark.label)
        for box in boxes
    ]


def _region(page: Page, region: PageRegion) -> Markup:
    """A region with its label above it, or inside where there is no room above."""
    box, size = region.box, (page.width or 0.0) * _LABEL
    inside = box.top < 1.4 * size
    return Markup(
        '<g class="region {}" id="{}"><rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title>'
        '</rect><text class="label" x="{:.2f}" y="{:.2f}" font-size="{:.2f}" aria-hidden="true">{}</text></g>'
    ).format(
        region.kind,
        region.name,
        box.left,
        box.top,
        box.right - box.left,
        box.bottom - box.top,
        region.said,
        (box.left + box.right) / 2,
        box.top + 1.1 * size if inside else box.top - 0.35 * size,
        size,
        region.label,
    )


def _line(page: Page, words: list[Word]) -> Markup:
    """One `<text>` per line, one `<tspan>` per word in the order of the text; a space stands between them."""
    top, bottom = min(word.box.top for word in words), max(word.box.bottom for word in words)
    backwards = right_to_left(page.text[words[0].start : words[-1].end])
    spans = []
    for word in words:
        left, _, right, _ = word.box
        spans.append(
            Markup('<tspan x="{:.2f}" y="{:.2f}" textLength="{:.2f}" data-start="{}" data-end="{}">{}</tspan>').format(
                right if backwards else left,
                bottom - (bottom - top) * 0.22,
                max(0.1, right - left),
                word.start,
                word.end,
                page.text[word.start : word.end],
            )
        )
    opening = Markup('<text class="words" direction="{}" font-size="{:.2f}">')
    return (
        opening.format("rtl" if backwards else "ltr", max(1.0, (bottom - top) * 0.8))
        + Markup(" ").join(spans)
        + Markup(" </text>")
    )
