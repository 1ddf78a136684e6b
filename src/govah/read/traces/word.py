"""Traces of a Word document: fonts that its text names, revision ids, pictures. Names of elements: ECMA-376 part 1."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from govah.model.traces import Bitmap, Revisions
from govah.read.picture import FORMATS
from govah.read.readers.office_package import OfficePackage
from govah.read.readers.xml_source import Element, attribute, descendants, local
from govah.read.traces.bitmap import MOST_POINTS, bitmap

_SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
_PAGE_SIZED = 1_500_000
"""Points from which a picture is taken for the scan of a page."""


class WordTraces:
    """Looks into a Word document.

    Args:
        stream: Its bytes.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._package = OfficePackage(stream)
        main = self._package.main_part("word/document.xml", "word/document2.xml")
        self._main = main or ""
        links = self._package.relations(self._main).values() if main else ()
        self._around = [link.target for link in links if link.kind in ("header", "footer") and not link.outside]
        self._settings = next((link.target for link in links if link.kind == "settings" and not link.outside), None)

    def fonts(self) -> tuple[str, ...]:
        """Families that runs of the text name; what the styles and the table of fonts list is not counted."""
        found = set()
        for root in self._stories():
            for element in descendants(root, "rFonts"):
                found |= {name for script in _SCRIPTS if (name := attribute(element, script).strip())}
        return tuple(sorted(found))

    def revisions(self) -> Revisions:
        """Ids that the settings list, and those of the text's paragraphs and runs."""
        root = self._package.xml(self._settings) if self._settings else None
        listed = set()
        if root is not None:
            for element in descendants(root, "rsidRoot", "rsid"):
                listed.add(attribute(element, "val").upper())
        used = set()
        for story in self._stories():
            for element in story.iter():
                for name, value in element.attrib.items() if local(element) else ():
                    if str(name).rpartition("}")[2].startswith("rsid"):
                        used.add(str(value).upper())
        return Revisions(frozenset(listed), frozenset(used))

    def bitmaps(self) -> Iterator[Bitmap]:
        """Pictures in the package's order; what cannot be decoded is left out."""
        heads = {
            link.target.lower()
            for part in self._around
            for link in self._package.relations(part).values()
            if not link.outside
        }
        for name in self._package.parts_under("media"):
            data = self._package.data(name)
            image = _opened(data) if data else None
            if image is not None:
                whole = image.width * image.height >= _PAGE_SIZED
                yield bitmap(image, name, page=None, whole=whole, letterhead=name.lower() in heads)

    def _stories(self) -> Iterator[Element]:
        for name in (self._main, *self._around):
            root = self._package.xml(name) if name else None
            if root is not None:
                yield root


def _opened(data: bytes) -> Image.Image | None:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MOST_POINTS:
            return None
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None  # a drawing, or damaged: the reader has told of it
    return image
