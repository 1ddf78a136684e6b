"""XML of any vocabulary: its words in order, its elements as lines where they are blocks."""

import base64
import binascii
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Child, Item, Limits, Metadata, Remark
from govah.read.readers.docx import word_items
from govah.read.readers.html import extension
from govah.read.readers.office_package import OfficePackage, properties
from govah.read.readers.text_flow import TextFlow, block
from govah.read.readers.xml_source import Element, all_text, attribute, descendants, local, parse

_INLINE = frozenset(
    {"emphasis", "strong", "em", "b", "i", "u", "a", "link", "ulink", "xref", "sup", "sub", "strikethrough", "code"}
    | {"literal", "quote", "italic", "bold", "underline", "tspan", "span", "style", "r", "t", "hlink", "superscript"}
    | {"subscript", "ext-link", "citetitle", "command", "option", "filename", "varname", "font", "small", "tt", "kbd"}
    | {"instrText", "fldSimple", "smartTag", "proofErr", "phrase", "guilabel", "keycap", "email", "monospace", "sc"}
)
_UNSEEN = frozenset({"binary", "binData", "script", "delText", "docSuppData", "styles", "fonts", "instrText", "lists"})
_ROWS, _CELLS = frozenset({"tr", "row", "Row"}), frozenset({"td", "th", "tc", "entry", "Cell"})
_SHOWN = frozenset({"text", "title", "description", "label", "alt", "value", "name", "summary", "author", "from", "to"})
_SHOWN |= frozenset({"subject", "body", "created", "date", "xmlUrl", "htmlUrl", "url", "category", "type", "string"})
_HEADS = frozenset({"title", "creator", "author", "subject", "description", "date", "language", "publisher"})
_HEADS |= frozenset({"book-title", "pubDate", "ownerName", "dateCreated", "dateModified", "keywords"})


class XmlReader:
    """FictionBook, DocBook, JATS, feeds, outlines, drawings, Office 2003, and XML that nobody knows."""

    name = "xml"
    version = "1"
    media = media.XMLS

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the words, what looks like properties, embedded files."""
        stream.seek(0)
        data = stream.read()
        root, sound = parse(data)
        if local(root) == "package" and "package" in str(root.tag).partition("}")[0]:
            stream.seek(0)
            package = OfficePackage(stream)
            yield from package.metadata()
            yield from word_items(package)
            yield from package.remarks
            return
        yield from _metadata(root)
        flow = TextFlow()
        around: list[str] = []
        _walk(root, flow, around)
        yield from text_pages(["\n".join([flow.text(), *dict.fromkeys(around)])])
        yield from _files(root)
        if not sound:
            yield Remark(Status.PARTIAL, "the XML is not well formed")


def _metadata(root: Element) -> Iterator[Metadata]:
    """Properties near the top, where these vocabularies keep them."""
    for element in descendants(root, "DocumentProperties"):
        yield from properties(element)
    for element in root.iter():
        if local(element) not in _HEADS:
            continue
        above = [local(found) for found in element.iterancestors()]
        if len(above) <= 4 and above[:1] != ["item"]:
            text = " ".join(all_text(element).split())
            if 0 < len(text) < 500:
                yield Metadata(local(element), text)


def _walk(root: Element, flow: TextFlow, around: list[str]) -> None:
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        name = local(element)
        if event == "start":
            if name in ("hdr", "ftr") and "word" in str(element.tag):
                inner = TextFlow()
                for child in element:
                    _walk(child, inner, around)
                around.append(block("header" if name == "hdr" else "footer", inner.text()))
                walk.skip_subtree()
                continue
            if name in _UNSEEN:
                walk.skip_subtree()
                continue
            _start(name, element, flow)
            (flow.literal if name == "t" else flow.words)(element.text)
        elif event == "end":
            _end(name, flow)
            if element is not root:
                flow.words(element.tail)
        elif element is not root:
            flow.words(element.tail)


def _start(name: str, element: Element, flow: TextFlow) -> None:
    if name in _ROWS:
        flow.row_start()
    elif name in _CELLS:
        flow.cell_start()
    elif name in ("br", "tab"):
        flow.literal("\t") if name == "tab" and len(element.attrib) == 0 else flow.line()
    elif name not in _INLINE:
        flow.line()
    for key, value in element.attrib.items():
        if str(key) in _SHOWN and len(str(value)) > 1 and name not in ("schema", "style", "link", "meta", "rect"):
            flow.words(f" {value} ")


def _end(name: str, flow: TextFlow) -> None:
    if name in _ROWS:
        flow.row_end()
    elif name not in _INLINE and name not in _CELLS:
        flow.line()


def _files(root: Element) -> Iterator[Child]:
    """Pictures that stand in the XML as base64."""
    for number, element in enumerate(descendants(root, "binary", "binData"), 1):
        name = (attribute(element, "id") or attribute(element, "name")).rpartition("/")[2]
        try:
            data = base64.b64decode("".join((element.text or "").split()))
        except (binascii.Error, ValueError):
            continue
        if data:
            yield Child(name or f"file-{number}{extension(attribute(element, 'content-type'))}", data)
