"""Electronic books: the documents of their spine, in order. Source: EPUB 3.3, OPF 2.0."""

import posixpath
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote

from govah.model.status import Status
from govah.read import media
from govah.read.paging import text_pages
from govah.read.reader import Item, Limits, Metadata, Remark
from govah.read.readers.html_text import html_document
from govah.read.readers.office_package import OfficePackage
from govah.read.readers.xml_source import Element, attribute, descendants, local

_NAMES = {"creator": "author", "date": "created"}
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbncx+xml", "text/x-oeb1-document")


class EpubReader:
    """Each document of the spine begins a page."""

    name = "epub"
    version = "1"
    media = frozenset({media.EPUB})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, the pages, the pictures."""
        package = OfficePackage(stream)
        main = _main(package)
        root = package.xml(main) if main else None
        if root is None or main is None:
            raise ValueError("there is no book in the package")
        for element in descendants(root, "metadata"):
            for child in element.iter():
                text = " ".join((child.text or "").split()) if isinstance(child.tag, str) else ""
                if text and "purl.org/dc" in str(child.tag):
                    yield Metadata(_NAMES.get(local(child), local(child)), text)
        folder = main.rpartition("/")[0]
        number = 1
        for name in _spine(root, folder):
            data = package.data(name)
            if data is None:
                package.damaged(f"{name} is missing")
                continue
            document = html_document(data, "utf-8" if b"encoding=" not in data[:200] else None)
            for page in text_pages([document.text], number, document.title or None):
                yield page
                number = page.number + 1
        if package.has("META-INF/encryption.xml") and number == 1:
            yield Remark(Status.ENCRYPTED, "the book's documents are encrypted")
        yield from package.children(_pictures(root, folder, package))
        yield from package.remarks


def _main(package: OfficePackage) -> str | None:
    container = package.xml("META-INF/container.xml")
    for element in descendants(container, "rootfile") if container is not None else ():
        if package.has(attribute(element, "full-path")):
            return attribute(element, "full-path")
    return next((name for name in package.names if name.lower().endswith(".opf")), None)


def _manifest(root: Element, folder: str) -> dict[str, tuple[str, str]]:
    """Part and media type by id."""
    return {
        attribute(element, "id"): (
            posixpath.normpath(posixpath.join(folder, unquote(attribute(element, "href")))),
            attribute(element, "media-type").lower(),
        )
        for manifest in descendants(root, "manifest")
        for element in descendants(manifest, "item")
    }


def _spine(root: Element, folder: str) -> Iterator[str]:
    manifest = _manifest(root, folder)
    names = [manifest[attribute(element, "idref")][0] for element in descendants(root, "itemref")
             if attribute(element, "idref") in manifest]  # fmt: skip
    rest = [name for name, kind in manifest.values() if kind in _PAGES and not name.endswith(".ncx")]
    yield from dict.fromkeys([*names, *rest])


def _pictures(root: Element, folder: str, package: OfficePackage) -> list[str]:
    return [name for name, kind in _manifest(root, folder).values() if kind.startswith("image/") and package.has(name)]
