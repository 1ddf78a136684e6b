"""Documents of Apple's Keynote, Pages and Numbers: the XML of 2005 to 2009, the archives of 2013 and after."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from lxml import etree

from govah.model.page import Page
from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Metadata, Remark
from govah.read.readers.iwork_archive import archive_texts
from govah.read.readers.office_package import OfficePackage
from govah.read.readers.piece_stream import DamagedBytesError
from govah.read.readers.text_flow import block
from govah.read.readers.xml_source import Element, attribute, descendants, local

_MAIN = ("index.apxl", "index.xml", "presentation.apxl")
_UNSEEN = frozenset({"stylesheet", "metadata", "theme-list", "master-slides", "section-prototypes", "version-history"})
_UNSEEN |= frozenset(
    {"anon-styles", "styles", "formula", "fo", "calc-engine", "menu-choices", "ui-state", "ghost-text"}
)
_BREAKS = {"tab": "\t", "br": "\n", "lnbr": "\n", "crbr": "\n", "pgbr": "\n", "sectbr": "\n", "layoutbr": "\n"}
_LABELS = {"header": "header", "footer": "footer", "notes": "note", "sticky-note": "comment"}
_NAMES = {"authors": "author", "comment": "comments"}
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_TEMPLATES = ("masterslide", "templateslide", "documentstylesheet", "themestylesheet", "metadata", "viewstate")


class IWorkReader:
    """Slides and sheets are pages; a text of Pages runs on."""

    name = "iwork"
    version = "1"
    media = frozenset({media.KEYNOTE, media.PAGES, media.NUMBERS, media.IWORK})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the pages, pictures and previews."""
        package = OfficePackage(stream)
        main = next((name for name in _MAIN if package.has(name)), None)
        root = package.xml(main) if main else None
        if root is not None:
            yield from _metadata(root)
            yield from _document(root)
        elif any(name.lower().endswith(".iwa") for name in package.names):
            yield from _archives(package)
        elif package.has(".iwpv2") or package.has(".iwph"):
            yield Remark(Status.ENCRYPTED, "needs a password")
        elif not package.remarks:
            raise ValueError("there is no document in the package")
        files = (name for name in package.names if not name.lower().endswith((".iwa", ".plist", ".chrtshr", *_MAIN)))
        shown = [name for name in files if not name.lower().startswith(("thumbs/", "metadata/")) and "mt-" not in name]
        yield from package.children(shown)
        yield from package.remarks


def _metadata(root: Element) -> Iterator[Metadata]:
    for found in descendants(root, "metadata"):
        for entry in found:
            for string in descendants(entry, "string"):
                yield Metadata(_NAMES.get(local(entry), local(entry)), attribute(string, "string"))


def _document(root: Element) -> Iterator[Item]:
    slides = [slide for found in descendants(root, "slide-list") for slide in descendants(found, "slide")]
    sheets = list(descendants(root, "workspace"))
    if not slides and not sheets:
        yield from text_pages(["\n".join(_words(root))])
        return
    number = 1
    for slide in slides:
        yield Page(number, "\n".join(_words(slide)))
        number += 1
    for sheet in sheets:
        label = attribute(sheet, "workspace-name") or None
        for page in text_pages(["\n".join(_words(sheet)) or "\n"], number, label):
            yield page
            number = page.number + 1


def _words(root: Element) -> Iterator[str]:
    """Lines below an element: paragraphs, rows of tables."""
    walk = etree.iterwalk(root, events=("start", "end"))
    around: list[str] = []
    for event, element in walk:
        name = local(element)
        if event == "end":
            if name in _LABELS and around:
                around.pop()
        elif name in _UNSEEN:
            walk.skip_subtree()
        elif name == "p":
            text = _paragraph(element)
            if text:
                yield block(around[-1], text) if around else text
            walk.skip_subtree()
        elif name == "grid":
            yield from _rows(element)
        elif name == "datasource":
            walk.skip_subtree()
        elif name in _LABELS:
            around.append(_LABELS[name])


def _paragraph(paragraph: Element) -> str:
    pieces = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if local(element) in _UNSEEN:
                walk.skip_subtree()
                continue
            pieces.append(_BREAKS.get(local(element), ""))
            pieces.append(element.text or "" if isinstance(element.tag, str) else "")
        elif element is not paragraph:
            pieces.append(element.tail or "")
    return "".join(pieces).strip("\n")


def _rows(grid: Element) -> Iterator[str]:
    """A table's rows; where cells are left out of the file, its rows are not to be told and each cell is a line."""
    cells = [_cell(cell) for source in grid if local(source) == "datasource" for cell in source]
    width = attribute(grid, "numcols")
    columns = int(width) if width.isdigit() and len(width) < 6 else 0
    whole = columns > 0 and str(len(cells)) == attribute(grid, "ocnt")
    if not whole:
        yield from (cell for cell in cells if cell)
        return
    for start in range(0, len(cells), columns):
        row = "\t".join(cells[start : start + columns]).rstrip("\t")
        if row:
            yield row


def _cell(cell: Element) -> str:
    kind = local(cell)
    if kind == "d":
        return _date(attribute(cell, "cell-date"))
    if kind in ("n", "du"):
        return _number(attribute(cell, "v"))
    for found in cell.iter():
        name = local(found)
        if name == "ct" and attribute(found, "s"):
            return attribute(found, "s")
        if name == "p":
            return " ".join(" ".join(_paragraph(part).split()) for part in descendants(cell, "p"))
        if name == "rn":
            return _number(attribute(found, "v"))
        if name in ("proxied-cell-ref", "menu-choices"):
            return ""
    return ""


def _number(value: str) -> str:
    """A number without the digits that only its binary form has."""
    try:
        return format(float(value), ".15g")
    except ValueError:
        return value


def _date(seconds: str) -> str:
    """Seconds since 2001 in words."""
    try:
        return (_EPOCH + timedelta(seconds=float(seconds))).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    except (ValueError, OverflowError):
        return ""


def _archives(package: OfficePackage) -> Iterator[Item]:
    number = 1
    rest: list[str] = []
    names = sorted((name for name in package.names if name.lower().endswith(".iwa")), key=_place)
    for name in names:
        file = name.lower().rpartition("/")[2]
        if file.startswith(_TEMPLATES):
            continue
        data = package.data(name)
        try:
            texts = archive_texts(data or b"")
        except DamagedBytesError as error:
            package.damaged(f"{name}: {error}")
            continue
        if re.match(r"slide[-.]", file):
            yield Page(number, "\n".join(texts))
            number += 1
        else:
            rest += texts
    yield from text_pages(["\n".join(dict.fromkeys(rest))], number)
    if number > 2:
        yield Remark(Status.PARTIAL, "slides are in the order of their files, which need not be that of the show")
    if any("/tables/tile" in name.lower() for name in package.names):
        yield Remark(Status.PARTIAL, "of tables only the words were read, not numbers and dates")


def _place(name: str) -> tuple[list[str], int]:
    folder, _, file = name.lower().rpartition("/")
    stem, _, digits = file.removesuffix(".iwa").partition("-")
    return [folder, stem], int(digits) if digits.isdigit() and len(digits) < 10 else 0
