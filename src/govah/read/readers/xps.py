"""XPS and OpenXPS: the glyph runs of fixed pages. Source: ECMA-388, 9 to 12."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from govah.model.page import Page
from govah.model.status import Status
from govah.read import media
from govah.read.reader import Item, Limits, Remark
from govah.read.readers.office_package import OfficePackage
from govah.read.readers.xml_source import Element, attribute, descendants, local

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".wdp", ".jxr")
_NARROW, _WIDE = frozenset("ijlItf.,;:'|!()[] "), frozenset("mwMW@—…")
_POINTS = 72 / 96
_Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class _Run:
    """Glyphs on one baseline: `left` to `right` is an estimate where the file leaves advances to the font."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


class XpsReader:
    """Pages in the order of the sequence, runs in the order of the page's markup, which is the order of reading."""

    name = "xps"
    version = "1"
    media = frozenset({media.XPS})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield the properties, a page per fixed page, the pictures."""
        package = OfficePackage(stream)
        yield from package.metadata()
        for number, name in enumerate(_pages(package), 1):
            root = package.xml(name)
            if root is None:
                package.damaged(f"{name} cannot be read")
                yield Page(number, "", remark="not read")
                continue
            runs, unnamed = _runs(root)
            if unnamed:
                yield Remark(Status.PARTIAL, f"page {number}: glyphs without their letters: {unnamed} runs")
            yield Page(number, _text(runs), width=_side(root, "Width"), height=_side(root, "Height"))
        shown = [name for name in package.names if name.lower().endswith(_PICTURES) and "thumbnail" not in name.lower()]
        yield from package.children(shown)
        yield from package.remarks


def _pages(package: OfficePackage) -> Iterator[str]:
    """Names of pages by the sequence; by the parts' names where the sequence is lost."""
    found: list[str] = []
    starts = [name for name in package.names if name.lower().endswith(".fdseq")]
    for relation in package.relations("").values():
        if relation.kind == "fixedrepresentation" and package.has(relation.target):
            starts = [relation.target]
    for start in starts[:1]:
        for document in _sources(package, start, "DocumentReference"):
            found += _sources(package, document, "PageContent")
    listed = list(dict.fromkeys(found))
    if not listed:
        names = (name for name in package.names if name.lower().endswith(".fpage"))
        listed = sorted(names, key=lambda name: [int(part) for part in re.findall(r"[0-9]{1,9}", name)])
    return iter(listed)


def _sources(package: OfficePackage, name: str, element: str) -> list[str]:
    root = package.xml(name)
    if root is None:
        return []
    folder = name.rpartition("/")[0]
    addresses = (unquote(attribute(found, "Source")) for found in descendants(root, element))
    return [posixpath.normpath(posixpath.join("/", folder, address)).lstrip("/") for address in addresses if address]


def _side(root: Element, name: str) -> float | None:
    value = _numbers(root.get(name) or "")
    return value[0] * _POINTS if value and value[0] > 0 else None


def _numbers(text: str) -> list[float]:
    return [float(found) for found in _NUMBER.findall(text)[:6]]


def _runs(root: Element) -> tuple[list[_Run], int]:
    """All runs of a page, and how many have glyphs but no letters."""
    found: list[_Run] = []
    unnamed = 0
    matrices = [_UPRIGHT]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            matrices.pop()
            continue
        own = _times(_own_matrix(element), matrices[-1])
        matrices.append(own)
        if local(element) != "Glyphs":
            continue
        text = element.get("UnicodeString") or ""
        if text.startswith("{}"):  # an escape (12.1.4)
            text = text[2:]
        if text:
            found.append(_run(element, text, own))
        elif element.get("Indices"):
            unnamed += 1
    return found, unnamed


def _own_matrix(element: Element) -> _Matrix:
    told = element.get("RenderTransform") or ""
    for child in element:
        if local(child).endswith(".RenderTransform"):
            told = next((matrix.get("Matrix") or "" for matrix in descendants(child, "MatrixTransform")), told)
    values = _numbers(told)
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) == 6 else _UPRIGHT


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    u, v, w, x, y, z = outer
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


def _run(element: Element, text: str, matrix: _Matrix) -> _Run:
    names = ("OriginX", "OriginY", "FontRenderingEmSize")
    x, y, size = (next(iter(_numbers(element.get(name) or "")), 0.0) for name in names)
    width = _width(text, element.get("Indices") or "") * size
    level = _numbers(element.get("BidiLevel") or "")
    left, right = (x - width, x) if level and int(level[0]) % 2 else (x, x + width)
    a, b, c, d, e, f = matrix
    ends = sorted((a * left + c * y + e, a * right + c * y + e))
    return _Run(text, ends[0], ends[1], b * x + d * y + f, abs(size * (d or c or 1)))


def _width(text: str, indices: str) -> float:
    """In ems: advances where the run tells them, else what letters of that kind usually take."""
    told = [_numbers(entry.partition(",")[2].partition(",")[0]) for entry in indices.split(";")[: len(text)]]
    width = 0.0
    for place, letter in enumerate(text):
        if place < len(told) and told[place]:
            width += told[place][0] / 100
        else:
            width += 0.3 if letter in _NARROW else 0.85 if letter in _WIDE else 0.55
    return width


def _text(runs: list[_Run]) -> str:
    pieces: list[str] = []
    last: _Run | None = None
    for run in runs:
        if last is not None:
            if abs(run.baseline - last.baseline) > 0.5 * max(run.size, last.size, 1e-6):
                pieces.append("\n")
            elif max(run.left - last.right, last.left - run.right) > 0.25 * run.size:
                pieces.append(" ")
        pieces.append(run.text)
        last = run
    return "".join(pieces)
