"""The text of OpenDocument bodies. Source: OASIS OpenDocument 1.3 part 3."""

from collections.abc import Iterator

from govah.read.readers.text_flow import TextFlow, block
from govah.read.readers.xml_source import Element, all_text, attribute, descendants, local

_UNSEEN = frozenset(
    {"tracked-changes", "deletion", "automatic-styles", "font-face-decls", "forms", "scripts", "sequence-decls"}
    | {"variable-decls", "user-field-decls", "title_", "desc", "presentation-notes", "change-start", "change-end"}
    | {"creator", "date", "date-string", "note-citation", "event-listeners", "settings", "image-map", "binary-data"}
    | {"bibliography-source", "table-of-content-source", "alphabetical-index-source", "user-index-source"}
    | {"illustration-index-source", "table-index-source", "object-index-source", "ruby-text"}
)
_LINES = frozenset({"p", "h"})


class Story:
    """One story: elements to running text, notes and comments to blocks."""

    def __init__(self) -> None:
        self.flow = TextFlow()
        self.notes: list[str] = []
        self.comments: list[str] = []
        self._boxes: list[Element] = []

    def take(self, element: Element) -> None:
        """Add an element and what is below it."""
        name = local(element)
        if not name or name in _UNSEEN:
            return
        if name in _LINES:
            self._paragraph(element)
        elif name == "note":
            self._note(element)
        elif name == "annotation":
            self.comments.append(comment_block(element))
        elif name == "table-row":
            self.flow.row_start()
            self._below(element)
            self.flow.row_end()
        elif name in ("table-cell", "covered-table-cell"):
            self.flow.cell_start()
            self._below(element)
        elif name in ("title", "text-box", "frame", "custom-shape", "g", "object") and self._in_paragraph(element):
            if name != "title":
                self._boxes.append(element)
        elif name not in ("title", "notes"):
            self._below(element)

    def _in_paragraph(self, element: Element) -> bool:
        parent = element.getparent()
        return local(element) == "title" or (parent is not None and local(parent) in {*_LINES, "span", "a"})

    def _below(self, element: Element) -> None:
        for child in element:
            self.take(child)

    def _paragraph(self, element: Element) -> None:
        self.flow.line()
        self._inline(element)
        self.flow.line()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.flow.line()
            self._below(box)
            self.flow.line()

    def _inline(self, element: Element) -> None:
        self.flow.words(element.text)
        for child in element:
            name = local(child)
            if name == "s":
                count = attribute(child, "c")
                self.flow.literal(" " * min(int(count) if count.isdecimal() else 1, 1000))
            elif name == "tab":
                self.flow.literal("\t")
            elif name == "line-break":
                self.flow.line_break()
            elif name in ("span", "a", "meta", "meta-field", "ruby", "ruby-base", "bookmark-ref") or (
                name and not len(child) and name not in _UNSEEN
            ):
                self._inline(child)
            else:
                self.take(child)
            self.flow.words(child.tail)

    def _note(self, element: Element) -> None:
        place = len(self.notes)
        self.notes.append("")
        self.flow.literal(f"[{place + 1}]")
        inner = Story()
        for body in element:
            if local(body) == "note-body":
                inner.take(body)
        self.notes[place] = block(f"note {place + 1}", inner.flow.text())


def comment_block(element: Element) -> str:
    """A comment with its author."""
    author = " ".join("".join(all_text(found) for found in element if local(found) == "creator").split())
    texts = Story()
    for child in element:
        if local(child) in ("p", "list"):
            texts.take(child)
    return block(f"comment by {author or 'unknown'}", texts.flow.text())


def master_blocks(styles: Element) -> Iterator[str]:
    """Headers and footers of a document's master pages."""
    for kind in ("header", "footer"):
        for element in descendants(styles, kind, f"{kind}-left", f"{kind}-first"):
            story = Story()
            for child in element:
                story.take(child)
            yield block(kind, story.flow.text())
    declared = [element for element in descendants(styles, "master-page")]
    for page in declared:
        story = Story()
        for frame in page:
            if local(frame) in ("frame", "custom-shape") and not attribute(frame, "placeholder"):
                story.take(frame)
        yield block("master", story.flow.text())
