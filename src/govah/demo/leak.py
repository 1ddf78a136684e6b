"""Fabricates what the example case collects: the same folders, byte for byte, each time they are built."""

import datetime as dt
import hashlib
import io
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path, PurePosixPath
from threading import Lock

from PIL import Image

from govah.demo.conference.archive import conference_archive
from govah.demo.mail import kept_mail, mail, mailbox
from govah.demo.package_zip import zipped
from govah.demo.paper import ZONE, Cutting, Paper, papers
from govah.demo.scan import scanned
from govah.demo.sealed_pdf import office_pdf, pictures_pdf
from govah.demo.typesetting import Typesetter
from govah.demo.word_letter import word_letter
from govah.demo.workbook import workbook
from govah.errors import NotFoundError, UsageError

COLLECTIONS = ("leak", "press", "organisation", "mission")
"""What the example case collects, each from a source of its own: the offices' units, what was published, a list that
an organisation handed over, the mission's own register."""
_GATHERINGS = {
    "press": ("gatherings_press.csv", PurePosixPath("gatherings reported by newspapers.csv")),
    "organisation": ("gatherings_organisation.csv", PurePosixPath("gatherings, field notes.csv")),
}
"""The gatherings that a source saw: the table of ours, and where it lies in its collection."""
_SCANNED = ("scan_pdf", "scan_jpg")
_DELIVERED = dt.datetime.fromisoformat("2015-09-01T12:00:00")
"""When the archives were packed, the day the units were handed over (1394/06/10)."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A fabricated collection on disk.

    Args:
        folder: Its folder, to be collected as a whole.
        paths: Where each document lies, by its id, relative to `folder`; what lies in an archive or a mailbox has
            that as a part of its path.
        sha256: The hash of each document's bytes, by its id.
    """

    folder: Path
    paths: Mapping[str, PurePosixPath]
    sha256: Mapping[str, str]


def build_leak(folder: Path, *, documents: Iterable[str] | None = None, collection: str = "leak") -> Leak:
    """Write a collection into a folder.

    Args:
        folder: Made where it does not exist; must be empty.
        documents: Ids of the documents wanted; by default all of the collection, with its tables of gatherings.
        collection: One of `COLLECTIONS`.

    Raises:
        UsageError: The folder holds something already.
        NotFoundError: The collection has no document with that id.
    """
    chosen = _chosen(documents, collection)
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty.", "Name a folder that does not exist yet.")
    folder.mkdir(parents=True, exist_ok=True)
    data = _Workshop().made(chosen)
    containers: dict[PurePosixPath, list[Paper]] = {}
    for paper in chosen:
        container = _container(paper.path)
        if container is None:
            _write(folder / paper.path, data[paper.id], paper.filed)
        else:
            containers.setdefault(container, []).append(paper)
    for container, held in containers.items():
        _write_container(folder, container, held, data)
    if documents is None and collection in _GATHERINGS:
        table, path = _GATHERINGS[collection]
        _write(folder / path, files("govah.demo.lists").joinpath(table).read_bytes(), _DELIVERED)
    return Leak(
        folder,
        {paper.id: paper.path for paper in chosen},
        {paper.id: hashlib.sha256(data[paper.id]).hexdigest() for paper in chosen},
    )


def fabricated(document: str) -> bytes:
    """The bytes of one document.

    Raises:
        NotFoundError: The example case has no such document.
    """
    if document not in papers():
        raise NotFoundError(f"The example case has no document {document}.", f"It has {', '.join(papers())}.")
    return _Workshop().made([papers()[document]])[document]


def _chosen(documents: Iterable[str] | None, collection: str) -> list[Paper]:
    known = {name: paper for name, paper in papers().items() if paper.collection == collection}
    if documents is None:
        return list(known.values())
    wanted = set(documents)
    if unknown := sorted(wanted - known.keys()):
        raise NotFoundError(f"The {collection} has no document {unknown[0]}.", f"It has {', '.join(known)}.")
    return [paper for paper in known.values() if paper.id in wanted]


class _Workshop:
    """Makes papers; what one takes from another is made once."""

    def __init__(self) -> None:
        self._pictures: dict[str, list[bytes]] = {}
        self._setting = Lock()

    @cached_property
    def _typesetter(self) -> Typesetter:
        return Typesetter()

    def made(self, chosen: list[Paper]) -> dict[str, bytes]:
        """The bytes of each paper. Scans are drawn on two cores: they take the time."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self._scans, (paper for paper in chosen if paper.format in _SCANNED)))
        return {paper.id: self._made(paper) for paper in chosen}

    def _made(self, paper: Paper) -> bytes:
        match paper.format:
            case "scan_pdf":
                return pictures_pdf(self._scans(paper), paper)
            case "scan_jpg":
                return self._scans(paper)[0]
            case "pdf" | "minutes_pdf":
                return office_pdf(self._typesetter.pdf(paper), paper)
            case "docx" | "minutes_docx":
                return word_letter(paper, self._cut(paper.cutting) if paper.cutting else None)
            case "xlsx":
                return workbook(paper)
            case "eml":
                return mail(paper, {papers()[name].path.name: self._made(papers()[name]) for name in paper.attach})
            case "mbox":
                return kept_mail(paper)
            case "webconf_zip":
                return conference_archive(paper)
        raise NotFoundError(f"No renderer makes {paper.format}.", "Use a format that another paper has.")

    def _scans(self, paper: Paper) -> list[bytes]:
        if paper.id not in self._pictures:
            with self._setting:
                pages = self._typesetter.pictures(paper)
            name = paper.id
            self._pictures[name] = [scanned(page, paper.scan, f"{name}/{n}") for n, page in enumerate(pages, start=1)]
        return self._pictures[paper.id]

    def _cut(self, cutting: Cutting) -> bytes:
        """A part of another paper's page picture as a PNG, pixel for pixel."""
        (page, *_) = self._scans(papers()[cutting.paper])
        cut = io.BytesIO()
        with Image.open(io.BytesIO(page)) as picture:
            picture.crop((cutting.left, cutting.top, cutting.right, cutting.bottom)).save(cut, "PNG")
        return cut.getvalue()


def _container(path: PurePosixPath) -> PurePosixPath | None:
    """The archive or mailbox that a path leads into, if any."""
    return next((parent for parent in reversed(path.parents) if parent.suffix in (".zip", ".mbox")), None)


def _write_container(folder: Path, container: PurePosixPath, held: list[Paper], made: Mapping[str, bytes]) -> None:
    if container.suffix == ".mbox":
        last = max(paper.filed for paper in held)
        _write(folder / container, mailbox({paper.id: made[paper.id] for paper in held}), last)
    else:
        members = ((str(paper.path.relative_to(container)), made[paper.id], paper.filed) for paper in held)
        _write(folder / container, zipped(members), _DELIVERED)


def _write(path: Path, data: bytes, moment: dt.datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    seconds = moment.replace(tzinfo=ZONE).timestamp()
    os.utime(path, (seconds, seconds))
