"""Word documents (Office Open XML). Source of element names: ECMA-376 part 1, transitional and strict alike."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits
from govah.read.readers.drawing_text import related_text
from govah.read.readers.office_package import OfficePackage, Relation
from govah.read.readers.text_flow import TextFlow, block, joined
from govah.read.readers.xml_source import Element, attribute, descendants, local

_UNSEEN = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "pPr", "rPr", "tblPr", "trPr", "tcPr"}
    | {"sectPr", "sdtPr", "sdtEndPr", "tblGrid", "ctrlPr", "rt", "posOffset", "pctWidth", "pctHeight", "binData"}
    | {"pctPosHOffset", "pctPosVOffset", "tblPrEx", "ffData"}
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


class DocxReader:
    """What a reader of the printed document sees, with its insertions accepted and its deletions left out."""

    name = "docx"
    version = "1"
    media = media.WORD_XML

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the text, and embedded files and pictures."""
        package = OfficePackage(stream)
        yield from package.metadata()
        yield from word_items(package)
        yield from package.remarks


def word_items(package: OfficePackage) -> Iterator[Item]:
    """Pages and children of a Word package.

    Raises:
        ValueError: There is no document in it.
    """
    main = package.main_part("word/document.xml", "word/document2.xml")
    root = package.xml(main) if main else None
    if main is None or root is None:
        raise ValueError("there is no text in the package")
    yield from text_pages([_Document(package, main).text(root)])
    chunks = [link.target for link in package.relations(main).values() if link.kind == "aFChunk" and not link.outside]
    held = package.parts_under("media", "embeddings")
    yield from package.children([name for name in chunks if package.has(name)] + held)


class _Document:
    """The text of a document: its body, then what stands around it."""

    def __init__(self, package: OfficePackage, main: str) -> None:
        self._package = package
        self._main = main
        self._relations = package.relations(main)
        self._notes: list[tuple[str, str]] = []
        """Kind and id of notes, in the order in which the text refers to them."""

    def text(self, root: Element) -> str:
        body = self._story(root, self._relations)
        blocks = [*self._headers(root), *self._note_blocks(), *self._comments()]
        return joined(body, blocks)

    def _story(self, element: Element, relations: dict[str, Relation]) -> str:
        return _Story(self._package, relations, self._mark).text(element)

    def _mark(self, kind: str, identity: str) -> str:
        if (kind, identity) not in self._notes:
            self._notes.append((kind, identity))
        return f"[{self._notes.index((kind, identity)) + 1}]"

    def _part(self, name: str) -> tuple[Element | None, dict[str, Relation]]:
        root = self._package.xml(name)
        return root, self._package.relations(name) if root is not None else {}

    def _headers(self, root: Element) -> Iterator[str]:
        for kind in ("header", "footer"):
            names = []
            for element in descendants(root, f"{kind}Reference"):
                relation = self._relations.get(_relation_id(element))
                if relation is not None and not relation.outside:
                    names.append(relation.target)
            for name in dict.fromkeys(names):
                found, relations = self._part(name)
                if found is not None:
                    yield block(kind, self._story(found, relations))

    def _parts_of_kind(self, kind: str) -> list[str]:
        return [link.target for link in self._relations.values() if link.kind == kind and not link.outside]

    def _note_blocks(self) -> Iterator[str]:
        texts: dict[tuple[str, str], str] = {}
        for kind in ("footnote", "endnote"):
            for name in self._parts_of_kind(f"{kind}s"):
                root, relations = self._part(name)
                for element in root if root is not None else ():
                    if local(element) == kind and not attribute(element, "type").endswith(("eparator", "Notice")):
                        texts[kind, attribute(element, "id")] = self._story(element, relations)
        order = dict.fromkeys([*(note for note in self._notes if note in texts), *texts])
        for note in order:
            number = self._notes.index(note) + 1 if note in self._notes else len(self._notes) + 1
            if note not in self._notes:
                self._notes.append(note)
            yield block(f"note {number}", texts[note])

    def _comments(self) -> Iterator[str]:
        for name in self._parts_of_kind("comments"):
            root, relations = self._part(name)
            for element in root if root is not None else ():
                if local(element) == "comment":
                    author = " ".join(attribute(element, "author").split()) or "unknown"
                    yield block(f"comment by {author}", self._story(element, relations))


class _Story:
    """One story of a document (body, header, note): elements to running text."""

    def __init__(self, package: OfficePackage, relations: dict[str, Relation], mark: Callable[[str, str], str]) -> None:
        self._package = package
        self._relations = relations
        self._mark = mark
        self._flow = TextFlow()
        self._boxes: list[Element] = []

    def text(self, element: Element) -> str:
        self._below(element)
        self._open_boxes()
        return self._flow.text()

    def _below(self, element: Element) -> None:
        for child in element:
            self._element(child)

    def _element(self, element: Element) -> None:
        name = local(element)
        if not name or name in _UNSEEN:
            return
        if name == "t":
            self._flow.literal(element.text)
        elif name == "p":
            self._paragraph(element)
        elif name in _CHARACTERS:
            self._flow.literal(_CHARACTERS[name])
        elif name in ("br", "cr"):
            self._flow.line_break()
        elif name == "sym":
            self._flow.literal(_symbol(element))
        elif name in ("tr", "tc"):
            self._cells(element, name)
        elif name in ("footnoteReference", "endnoteReference"):
            if attribute(element, "customMarkFollows") not in ("1", "true", "on"):
                self._flow.literal(self._mark(name.removesuffix("Reference"), attribute(element, "id")))
        elif name == "AlternateContent":
            self._alternative(element)
        elif name == "txbxContent":
            self._boxes.append(element)
        elif name in ("chart", "relIds"):
            self._flow.line()
            self._flow.literal(related_text(self._package, self._relations, element))
            self._flow.line()
        elif name == "textpath":
            self._flow.words(" " + attribute(element, "string"))
        else:
            self._below(element)

    def _paragraph(self, element: Element) -> None:
        self._flow.line()
        self._below(element)
        self._flow.line()
        self._open_boxes()

    def _open_boxes(self) -> None:
        """Text boxes stand behind the paragraph that they hang on: inside it they would tear its sentence apart."""
        while self._boxes:
            box = self._boxes.pop(0)
            waiting, self._boxes = self._boxes, []
            self._flow.line()
            self._below(box)
            self._flow.line()
            self._boxes.extend(waiting)

    def _cells(self, element: Element, name: str) -> None:
        if name == "tr":
            if any(local(found) == "del" for part in element if local(part) == "trPr" for found in part):
                return
            self._flow.row_start()
            self._below(element)
            self._flow.row_end()
        else:
            self._flow.cell_start()
            self._below(element)

    def _alternative(self, element: Element) -> None:
        """One of several forms of the same thing: the first, as a current program shows it."""
        choices = [child for child in element if local(child) in ("Choice", "Fallback")]
        for choice in choices:
            if len(choice):
                self._below(choice)
                return


def _relation_id(element: Element) -> str:
    for key, value in element.attrib.items():
        if str(key).startswith("{") and str(key).endswith("}id"):
            return str(value)
    return ""


def _symbol(element: Element) -> str:
    """A character of a symbol font; without the font it is one of the private use area, as it stands."""
    try:
        return chr(int(attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return "\ufffd"
