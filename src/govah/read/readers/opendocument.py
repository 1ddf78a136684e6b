"""OpenDocument: text, sheets, slides, drawings; zipped or flat; also StarOffice's forerunners."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from govah.model.page import Page
from govah.model.status import Status
from govah.read import media
from govah.read.paging import sheet_pages, text_pages
from govah.read.reader import Item, Limits, Metadata, Remark
from govah.read.readers.office_package import OfficePackage, properties
from govah.read.readers.open_document_text import Story, comment_block, master_blocks
from govah.read.readers.text_flow import block, joined
from govah.read.readers.xml_source import Element, attribute, descendants, local, parse

_MOST_REPEATED = 2_000_000
"""Filled cells of one sheet that may come from `number-columns-repeated` and `number-rows-repeated`."""


class OpenDocumentReader:
    """What is printed, with comments; deleted text left out."""

    name = "opendocument"
    version = "1"
    media = media.OPEN_DOCUMENTS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the pages, pictures and embedded objects."""
        stream.seek(0)
        if stream.read(2) != b"PK":
            stream.seek(0)
            root, sound = parse(stream.read())
            yield from _meta(root)
            yield from _body(root, list(master_blocks(root)))
            if not sound:
                yield Remark(Status.PARTIAL, "the XML is not well formed")
            return
        package = OfficePackage(stream)
        if _encrypted(package):
            yield Remark(Status.ENCRYPTED, "needs a password")
            return
        meta = package.xml("meta.xml")
        if meta is not None:
            yield from _meta(meta)
        styles = package.xml("styles.xml")
        content = package.xml("content.xml")
        if content is None:
            raise ValueError("there is no content in the package")
        yield from _body(content, [text for text in master_blocks(styles) if text] if styles is not None else [])
        objects = [name for name in package.names if _embedded(name)]
        yield from package.children(package.parts_under("pictures", "media") + objects)
        yield from package.remarks


def _embedded(name: str) -> bool:
    """Whether a part is an object of another program; charts and formulas, whose parts are folders, are not."""
    return name.startswith(("Object ", "OLE")) and "/" not in name


def _encrypted(package: OfficePackage) -> bool:
    manifest = package.xml("META-INF/manifest.xml")
    return manifest is not None and any(True for _ in descendants(manifest, "encryption-data"))


def _meta(root: Element) -> Iterator[Metadata]:
    """Properties; OpenDocument calls who changed it last `creator`, and who made it `initial-creator`."""
    for element in descendants(root, "meta"):
        own = {local(child) for child in element}
        for child in element:
            if local(child) == "creator" and "initial-creator" in own:
                yield Metadata("last-modified-by", " ".join((child.text or "").split()))
        for item in properties(element):
            if not (item.name == "author" and "initial-creator" in own) or item.value == _made_by(element):
                yield item
        return


def _made_by(meta: Element) -> str:
    return next((" ".join((child.text or "").split()) for child in meta if local(child) == "initial-creator"), "")


def _body(root: Element, around: list[str]) -> Iterator[Page]:
    body = next(descendants(root, "body"), None)
    inner = list(body) if body is not None else []
    first = inner[0] if inner else None
    if first is None:
        return
    kind = local(first)
    if kind == "spreadsheet" or (body is not None and any(local(child) == "table" for child in inner)):
        yield from _sheets(first if kind == "spreadsheet" else body, around)  # type: ignore[arg-type]
    elif kind in ("presentation", "drawing") or any(local(child) == "page" for child in inner):
        yield from _slides(first if kind in ("presentation", "drawing") else body, around)  # type: ignore[arg-type]
    else:
        story = Story()
        for child in inner:
            story.take(child)
        yield from text_pages([joined(story.flow.text(), [*around, *story.notes, *story.comments])])


def _slides(body: Element, around: list[str]) -> Iterator[Page]:
    declared = {
        attribute(element, "name"): "".join(element.itertext())
        for element in descendants(body, "footer-decl", "header-decl", "date-time-decl")
    }
    slides = [element for element in body if local(element) == "page"]
    for number, slide in enumerate(slides, 1):
        story, notes = Story(), Story()
        for child in slide:
            if local(child) == "notes":
                for found in child:
                    notes.take(found)
            else:
                story.take(child)
        names = [attribute(slide, f"use-{kind}-name") for kind in ("header", "footer", "date-time")]
        blocks = [block("footer", declared.get(name, "")) for name in names if name]
        blocks += [block("note", notes.flow.text()), *story.notes, *story.comments]
        blocks += around if number == 1 else []
        yield Page(number, joined(story.flow.text(), blocks), label=attribute(slide, "name") or None)


def _sheets(body: Element, around: list[str]) -> Iterator[Page]:
    number = 1
    tables = [element for element in body if local(element) == "table"]
    for place, table in enumerate(tables):
        notes = [comment_block(found) for found in descendants(table, "annotation")]
        notes += [text for shapes in table if local(shapes) == "shapes" for text in [_shape_text(shapes)]]
        last = place == len(tables) - 1
        name = attribute(table, "name") or None
        for page in sheet_pages(_rows(table), name, number, dict.fromkeys([*notes, *(around if last else ())])):
            yield page
            number = page.number + 1


def _shape_text(shapes: Element) -> str:
    story = Story()
    for shape in shapes:
        story.take(shape)
    return block("drawing", story.flow.text())


def _rows(table: Element) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows that have words, numbered; an empty row that is repeated a million times only moves the number on."""
    number, budget = 1, _MOST_REPEATED
    for row in descendants(table, "table-row"):
        repeated = _count(row, "number-rows-repeated")
        cells, filled = _cells(row, budget)
        budget -= filled
        if filled:
            times = min(repeated, max(1, budget // filled))
            for place in range(times):
                yield number + place, cells
            budget -= filled * (times - 1)
        number += repeated


def _cells(row: Element, budget: int) -> tuple[list[str], int]:
    cells: list[str] = []
    filled = waiting = 0
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = min(_count(cell, "number-columns-repeated"), 16_384)
        text = _cell_text(cell)
        if not text:
            waiting += times
            continue
        times = max(1, min(times, budget - filled))
        cells.extend([""] * min(waiting, 16_384) + [text] * times)
        filled += times
        waiting = 0
    return cells, filled


def _cell_text(cell: Element) -> str:
    """What the cell shows: its paragraphs; its value where it has none."""
    story = Story()
    for child in cell:
        if local(child) in ("p", "h"):
            story.take(child)
    return story.flow.text() or attribute(cell, "string-value") or attribute(cell, "value")


def _count(element: Element, name: str) -> int:
    value = attribute(element, name)
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1
