"""The parts of an Office Open XML package: a zip, or one flat XML file. Source: ECMA-376 part 2."""

import base64
import binascii
import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar
from urllib.parse import unquote

from lxml import etree

from govah.model.status import Status
from govah.read.reader import Child, Item, Metadata, Remark
from govah.read.readers.piece_stream import DamagedBytesError, PieceStream
from govah.read.readers.xml_source import BrokenXmlError, Element, all_text, attribute, local, parse
from govah.read.readers.zip_directory import Member, directory, opened

_Opened = TypeVar("_Opened")

LARGEST_PART = 256 << 20
"""Bytes of a part that is parsed as a whole; a larger one is left out with a remark."""

_MOST_PARTS = 50_000
_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last-modified-by",
    "lastPrinted": "printed",
    "Application": "application",
    "AppVersion": "application-version",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "initial-creator": "author",
    "creation-date": "created",
    "generator": "application",
    "date": "modified",
    "editing-cycles": "revision",
    "printed-by": "printed-by",
    "print-date": "printed",
}
_UNTOLD = frozenset(
    {"Pages", "Words", "Characters", "Lines", "Paragraphs", "CharactersWithSpaces", "ScaleCrop", "LinksUpToDate"}
    | {"SharedDoc", "HyperlinksChanged", "DocSecurity", "TitlesOfParts", "HeadingPairs", "HLinks", "TotalTime"}
    | {"Slides", "Notes", "HiddenSlides", "MMClips", "PresentationFormat", "document-statistic", "editing-duration"}
    | {"DigSig", "template"}
)


@dataclass(frozen=True, slots=True)
class Relation:
    """That a part refers to another.

    Args:
        kind: The last word of the relation's type (`header`, `image`, `aFChunk`).
        target: The other part's name, or an address where it is outside.
        outside: Whether it is not in the package.
    """

    kind: str
    target: str
    outside: bool


class OfficePackage:
    """Parts by name, names compared without regard to case as the standard asks.

    What could not be read is gathered in `remarks` instead of hiding the rest.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.remarks: list[Remark] = []
        self._stream = stream
        self._members: dict[str, Member] = {}
        self._flat: dict[str, bytes] = {}
        self.names: list[str] = []
        stream.seek(0)
        if stream.read(2) == b"PK" or not self._flat_parts(stream):
            found = directory(stream, _MOST_PARTS)
            if found.salvaged:
                self.damaged("the package's directory is damaged; parts were found by their own headers")
            for member in found.members:
                name = member.raw.decode("utf-8", "replace").replace("\\", "/").lstrip("/")
                if not member.folder and name.lower() not in self._members:
                    self._members[name.lower()] = member
                    self.names.append(name)

    def _flat_parts(self, stream: BinaryIO) -> bool:
        stream.seek(0)
        try:
            root, _ = parse(stream.read(LARGEST_PART))
        except BrokenXmlError:
            return False
        if local(root) != "package":
            return False
        for part in root:
            name = attribute(part, "name").lstrip("/") if local(part) == "part" else ""
            for form in part:
                if local(form) == "xmlData" and len(form):
                    self._flat[name.lower()] = etree.tostring(form[0])
                elif local(form) == "binaryData":
                    try:
                        self._flat[name.lower()] = base64.b64decode(form.text or "")
                    except binascii.Error:
                        self.damaged(f"{name} is damaged")
            if name.lower() in self._flat:
                self.names.append(name)
        return True

    def read_with(self, opener: Callable[[BinaryIO], _Opened]) -> _Opened:
        """What another library makes of the whole file."""
        self._stream.seek(0)
        return opener(self._stream)

    def damaged(self, detail: str) -> None:
        """Note that something could not be read."""
        remark = Remark(Status.PARTIAL, detail)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._members or name.lower() in self._flat

    def stream(self, name: str) -> PieceStream | None:
        """A part's bytes; None where it is absent or cannot be opened."""
        if name.lower() in self._flat:
            return PieceStream(iter((self._flat[name.lower()],)))
        member = self._members.get(name.lower())
        if member is None:
            return None
        try:
            return opened(self._stream, member)
        except DamagedBytesError as error:
            self.damaged(f"{name}: {error}")
            return None

    def data(self, name: str) -> bytes | None:
        """A part's bytes, whole or as far as they can be opened; None where it is absent or too large."""
        stream = self.stream(name)
        if stream is None:
            return None
        pieces, length = [], 0
        while piece := stream.read(1 << 20):
            pieces.append(piece)
            length += len(piece)
            if length > LARGEST_PART:
                self.remarks.append(Remark(Status.OVER_LIMIT, f"{name} is larger than {LARGEST_PART} bytes"))
                return None
        if stream.fault:
            self.damaged(f"{name}: {stream.fault}")
        return b"".join(pieces)

    def xml(self, name: str) -> Element | None:
        """A part as XML; None where it is absent or not XML."""
        data = self.data(name)
        if not data:
            return None
        try:
            root, sound = parse(data)
        except BrokenXmlError as error:
            self.damaged(f"{name}: {error}")
            return None
        if not sound:
            self.damaged(f"{name} is not well-formed XML")
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to, by id; of the package itself for the name ""."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels".lstrip("/") if name else "_rels/.rels")
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            if local(element) != "Relationship":
                continue
            outside = (element.get("TargetMode") or "").lower() == "external"
            target = element.get("Target") or ""
            if not outside:
                target = _absolute(folder, target)
                if not self.has(target) and self.has(unquote(target)):
                    target = unquote(target)
            kind = (element.get("Type") or "").rstrip("/").rpartition("/")[2]
            found[element.get("Id") or str(len(found))] = Relation(kind, target, outside)
        return found

    def main_part(self, *usual: str) -> str | None:
        """The part that the package is about; the first of `usual` that is there where the package does not say."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        return next((name for name in usual if self.has(name)), None)

    def parts_under(self, *folders: str) -> list[str]:
        """Names of parts whose path has one of these folders, in the package's order."""
        return [name for name in self.names if any(f"/{folder}/" in f"/{name.lower()}" for folder in folders)]

    def metadata(self) -> Iterator[Metadata]:
        """The document's properties."""
        names = ["docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"]
        for relation in self.relations("").values():
            if relation.kind in ("core-properties", "extended-properties", "custom-properties"):
                names.append(relation.target)
        done = set()
        for name in names:
            if name.lower() not in done and self.has(name):
                done.add(name.lower())
                root = self.xml(name)
                if root is not None:
                    yield from properties(root)

    def children(self, names: list[str]) -> Iterator[Item]:
        """Parts as children."""
        for name in dict.fromkeys(names):
            content = self.stream(name)
            if content is None:
                yield Child(name, None, detail="cannot be opened")
                continue
            yield Child(name, content)  # type: ignore[arg-type]
            if content.fault:
                self.damaged(f"{name}: {content.fault}")


def properties(root: Element) -> Iterator[Metadata]:
    """Properties of Office Open XML and OpenDocument: one element each, words as they stand."""
    for element in root:
        name = local(element)
        if name == "meta":  # OpenDocument's outer element
            yield from properties(element)
            continue
        value = " ".join(all_text(element).split())
        if not name or not value or name in _UNTOLD:
            continue
        if name in ("property", "user-defined"):
            yield Metadata(attribute(element, "name") or name, value)
        else:
            yield Metadata(_PROPERTIES.get(name, name), value)


def _absolute(folder: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
