"""Presentations (Office Open XML): a slide is a page."""

from collections.abc import Iterator
from typing import BinaryIO

from govah.model.page import Page
from govah.read import media
from govah.read.reader import Item, Limits
from govah.read.readers.drawing_text import paragraphs, related_text
from govah.read.readers.office_package import OfficePackage, Relation
from govah.read.readers.text_flow import block, joined
from govah.read.readers.xml_source import Element, attribute, descendants, local


class PresentationReader:
    """Slides in the order of the show, hidden ones too; notes and comments at the end of their slide."""

    name = "presentation"
    version = "1"
    media = media.SLIDES_XML

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, a page per slide, and embedded files and pictures."""
        package = OfficePackage(stream)
        yield from package.metadata()
        yield from _Show(package).pages()
        yield from package.children(package.parts_under("media", "embeddings"))
        yield from package.remarks


class _Show:
    """A presentation and what its slides have in common."""

    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        self._main = package.main_part("ppt/presentation.xml") or ""
        self._masters_told: set[str] = set()
        self._authors = dict(self._comment_authors())

    def pages(self) -> Iterator[Page]:
        names = self._slides()
        for number, name in enumerate(names, 1):
            root = self._package.xml(name)
            relations = self._package.relations(name)
            body = self._shapes(root, relations, True) if root is not None else ""
            blocks = [*self._masters(relations), *self._notes(relations), *self._comments(relations)]
            if number == len(names):
                blocks.extend(self._handouts())
            hidden = root is not None and root.get("show") in ("0", "false")
            yield Page(number, joined(body, blocks), remark="hidden slide" if hidden else None)

    def _slides(self) -> list[str]:
        root = self._package.xml(self._main) if self._main else None
        relations = self._package.relations(self._main) if self._main else {}
        names = []
        for element in descendants(root, "sldId") if root is not None else ():
            relation = relations.get(_relation(element))
            if relation is not None and self._package.has(relation.target):
                names.append(relation.target)
        others = [name for name in self._package.names if name.lower().startswith("ppt/slides/slide")]
        others.sort(key=lambda name: (len(name), name))
        return list(dict.fromkeys([*names, *(name for name in others if name.lower().endswith(".xml"))]))

    def _shapes(self, root: Element, relations: dict[str, Relation], placeholders: bool) -> str:
        """The words of a slide's shapes in the order of the file, which is from back to front."""
        texts = []
        tree = next(descendants(root, "spTree"), None)
        stack = list(reversed(tree)) if tree is not None else []
        while stack:
            element = stack.pop()
            name = local(element)
            if name in ("grpSp", "AlternateContent", "Choice"):
                below = list(element)
                if name == "AlternateContent":
                    below = [child for child in below if local(child) in ("Choice", "Fallback") and len(child)][:1]
                stack.extend(reversed(below))
            elif name == "Fallback":
                stack.extend(reversed(element))
            elif name == "graphicFrame":
                tables = [_table(found) for found in descendants(element, "tbl")]
                texts.extend([*tables, related_text(self._package, relations, element)])
            elif name in ("sp", "cxnSp", "pic") and (placeholders or next(descendants(element, "ph"), None) is None):
                texts.append(paragraphs(element))
        return "\n".join(text for text in texts if text)

    def _related(self, relations: dict[str, Relation], *kinds: str) -> Iterator[tuple[str, Element]]:
        for relation in relations.values():
            if relation.kind in kinds and not relation.outside:
                root = self._package.xml(relation.target)
                if root is not None:
                    yield relation.target, root

    def _masters(self, relations: dict[str, Relation]) -> Iterator[str]:
        """What layout and master put on a slide, told with the first slide that has it."""
        for name, layout in self._related(relations, "slideLayout"):
            below = self._package.relations(name)
            found = [(name, layout, below)]
            found += [
                (other, root, self._package.relations(other)) for other, root in self._related(below, "slideMaster")
            ]
            for other, root, links in found:
                if other not in self._masters_told:
                    self._masters_told.add(other)
                    yield block("master", self._shapes(root, links, False))

    def _notes(self, relations: dict[str, Relation]) -> Iterator[str]:
        for _, root in self._related(relations, "notesSlide"):
            texts = []
            for shape in descendants(root, "sp"):
                kind = next((attribute(found, "type") for found in descendants(shape, "ph")), "")
                if kind not in ("sldImg", "sldNum"):
                    texts.append(paragraphs(shape))
            yield block("note", "\n".join(text for text in texts if text))

    def _handouts(self) -> Iterator[str]:
        for kind, label in (("notesMaster", "notes master"), ("handoutMaster", "handout")):
            for _, root in self._related(self._package.relations(self._main), kind):
                texts = []
                for shape in descendants(root, "sp"):
                    place = next((attribute(found, "type") or "body" for found in descendants(shape, "ph")), "")
                    if place in ("", "hdr", "ftr", "dt"):
                        texts.append(paragraphs(shape))
                yield block(label, "\n".join(text for text in texts if text))

    def _comment_authors(self) -> Iterator[tuple[str, str]]:
        for name in self._package.names:
            if name.lower().startswith(("ppt/commentauthors", "ppt/authors")) and name.lower().endswith(".xml"):
                root = self._package.xml(name)
                for element in root if root is not None else ():
                    yield attribute(element, "id"), attribute(element, "name")

    def _comments(self, relations: dict[str, Relation]) -> Iterator[str]:
        for _, root in self._related(relations, "comments"):
            for element in descendants(root, "cm", "reply"):
                author = self._authors.get(attribute(element, "authorId")) or "unknown"
                texts = [found.text or "" for found in element if local(found) == "text"]
                bodies = [paragraphs(found) for found in element if local(found) == "txBody"]
                yield block(f"comment by {author}", "\n".join([*texts, *bodies]))


def _relation(element: Element) -> str:
    for key, value in element.attrib.items():
        if str(key).startswith("{") and str(key).endswith("}id"):
            return str(value)
    return ""


def _table(element: Element) -> str:
    rows = []
    for row in descendants(element, "tr"):
        cells = [paragraphs(cell).replace("\n", " ") for cell in row if local(cell) == "tc"]
        rows.append("\t".join(cells).rstrip("\t"))
    return "\n".join(rows)
