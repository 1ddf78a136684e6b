"""Workbooks of Excel: old (BIFF), new (Office Open XML) and binary."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from govah.read import media
from govah.read.paging import sheet_pages
from govah.read.reader import Item, Limits
from govah.read.readers import sheet_xml
from govah.read.readers.biff import biff_blocks
from govah.read.readers.drawing_text import paragraphs, related_text
from govah.read.readers.office_package import OfficePackage, Relation
from govah.read.readers.ole_file import ole_metadata
from govah.read.readers.piece_stream import PieceStream
from govah.read.readers.sheet_cell import cell_text
from govah.read.readers.text_flow import block
from govah.read.readers.xlsb_record import comment_texts
from govah.read.readers.xml_source import Element, attribute, descendants, local

_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Z])')

_Rows = Iterator[tuple[int, Sequence[str]]]


class SpreadsheetReader:
    """All sheets, hidden ones too, with what is written around their cells."""

    name = "spreadsheet"
    version = "1"
    media = media.SHEETS | {media.XLS_BARE}

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, pages sheet by sheet, embedded files and pictures."""
        stream.seek(0)
        if stream.read(2) == b"PK":
            yield from _package_items(OfficePackage(stream))
            return
        yield from ole_metadata(stream)
        stream.seek(0)
        workbook = _open(stream)
        blocks = biff_blocks(stream)
        number = 1
        for place, name in enumerate(workbook.sheet_names):
            last = place == len(workbook.sheet_names) - 1
            for page in sheet_pages(_calamine_rows(workbook, name), name, number, blocks if last else ()):
                yield page
                number = page.number + 1


def _calamine_rows(workbook: CalamineWorkbook, name: str) -> _Rows:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.end is None:
        return
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield number, [cell_text(value) for value in row]


def _package_items(package: OfficePackage) -> Iterator[Item]:
    yield from package.metadata()
    main = package.main_part("xl/workbook.xml", "xl/workbook.bin") or ""
    relations = package.relations(main) if main else {}
    workbook, fault = _calamine(package)
    number = 1
    for name, part in _sheets(package, main, relations, workbook):
        for item in sheet_pages(_sheet_rows(package, workbook, name, part), name, number, _around(package, part)):
            yield item
            number = item.number + 1
    if fault:
        package.damaged(fault)
    yield from package.children(package.parts_under("media", "embeddings"))
    yield from package.remarks


def _calamine(package: OfficePackage) -> tuple[CalamineWorkbook | None, str | None]:
    """The workbook, None where it cannot be opened as one: then its sheets are read part by part."""
    try:
        return package.read_with(_open), None
    except (CalamineError, ValueError, OSError) as error:
        return None, f"the workbook is damaged ({error})"


def _open(stream: BinaryIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(stream)
    except BaseException as error:
        # A panic of calamine's comes as a BaseException of a class that cannot be imported.
        if type(error).__name__ == "PanicException":
            raise ValueError(str(error)) from error
        raise


def _sheets(
    package: OfficePackage, main: str, relations: dict[str, Relation], workbook: CalamineWorkbook | None
) -> list[tuple[str, str]]:
    """Names of sheets and their parts ("" where unknown), in the workbook's order."""
    found = []
    root = package.xml(main) if main.lower().endswith(".xml") else None
    for element in descendants(root, "sheet") if root is not None else ():
        relation = next((relations[str(v)] for v in element.attrib.values() if str(v) in relations), None)
        found.append((attribute(element, "name"), relation.target if relation else ""))
    if found:
        return found
    targets = [link.target for link in relations.values() if link.kind in ("worksheet", "chartsheet", "dialogsheet")]
    targets.sort(key=lambda name: (len(name), name))
    names = workbook.sheet_names if workbook else []
    if not targets:
        folder = [name for name in package.names if re.match(r"xl/worksheets/[^/]+\.xml$", name.lower())]
        targets = sorted(folder, key=lambda name: (len(name), name))
    if len(names) != len(targets):
        return [(name, "") for name in names] or [(target, target) for target in targets]
    return list(zip(names, targets, strict=True))


def _sheet_rows(package: OfficePackage, workbook: CalamineWorkbook | None, name: str, part: str) -> _Rows:
    xml = part.lower().endswith(".xml")
    stream = package.stream(part) if xml else None
    large = stream is not None and sheet_xml.shape(stream).large
    if workbook is not None and not large:
        try:
            yield from _calamine_rows(workbook, name)
        except CalamineError as error:
            if not xml or "/chartsheets/" in part:
                return
            package.damaged(f"sheet {name} is damaged ({error})")
            yield from sheet_xml.rows(package, part)
    elif xml:
        yield from sheet_xml.rows(package, part)


def _around(package: OfficePackage, part: str) -> Iterator[str]:
    """Blocks for what is written around a sheet's cells: headers and footers, comments, text boxes, charts."""
    if not part:
        return
    relations = package.relations(part)
    stream = package.stream(part) if part.lower().endswith(".xml") else None
    if stream is not None:
        yield from _header_blocks(_tail(stream))
    for relation in relations.values():
        if relation.outside or not package.has(relation.target):
            continue
        if relation.target.lower().endswith(".bin"):
            if relation.kind == "comments":
                yield from (block("comment", text) for text in comment_texts(package.data(relation.target) or b""))
            continue
        if relation.kind not in ("comments", "threadedComment", "drawing"):
            continue
        root = package.xml(relation.target)
        if root is None:
            continue
        if relation.kind == "drawing":
            words = [paragraphs(root), related_text(package, package.relations(relation.target), root)]
            yield block("drawing", "\n".join(word for word in words if word))
        else:
            yield from _comments(package, root)


def _tail(stream: PieceStream) -> bytes:
    """The end of a sheet's XML, behind its cells."""
    kept = b""
    while piece := stream.read(1 << 20):
        kept = (kept + piece)[-(1 << 18) :]
    return kept


def _header_blocks(tail: bytes) -> Iterator[str]:
    texts: dict[str, list[str]] = {"header": [], "footer": []}
    text = tail.decode("utf-8", "replace")
    for found in re.finditer(r"<(?:\w+:)?(odd|even|first)(Header|Footer)(?:\s[^>]*)?>([^<]*)<", text):
        plain = html.unescape(found.group(3))
        parts = re.split(r"&[LCR]", plain)
        words = "\t".join(word for part in parts if (word := _CODE.sub("", part.replace("&&", "\0")).strip()))
        texts[found.group(2).lower()].append(words.replace("\0", "&"))
    for label, found_texts in texts.items():
        for words in dict.fromkeys(found_texts):
            yield block(label, words)


def _comments(package: OfficePackage, root: Element) -> Iterator[str]:
    authors = [element.text or "" for element in descendants(root, "author")]
    people = _people(package) if local(root) == "ThreadedComments" else {}
    for element in descendants(root, "comment", "threadedComment"):
        place = int(attribute(element, "authorId") or 0) if attribute(element, "authorId").isdecimal() else -1
        author = authors[place] if 0 <= place < len(authors) else people.get(attribute(element, "personId"), "")
        text = "".join(found.text or "" for found in descendants(element, "t", "text") if found.text)
        yield block(f"comment by {author.strip() or 'unknown'}", f"{attribute(element, 'ref')}: {text.strip()}")


def _people(package: OfficePackage) -> dict[str, str]:
    found = {}
    for name in package.names:
        if "/persons/" in name.lower() and name.lower().endswith(".xml"):
            root = package.xml(name)
            for element in root if root is not None else ():
                found[attribute(element, "id")] = attribute(element, "displayName")
    return found
