"""Fabricates the leak of the example case: the same folder, byte for byte, each time it is built."""

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from govah.demo.mail import mail
from govah.demo.package_zip import zipped
from govah.demo.paper import ZONE, Paper, papers
from govah.demo.scan import scanned
from govah.demo.sealed_pdf import office_pdf, pictures_pdf
from govah.demo.typesetting import Typesetter
from govah.demo.word_letter import word_letter
from govah.demo.workbook import workbook
from govah.errors import NotFoundError, UsageError

_DELIVERED = dt.datetime.fromisoformat("2015-09-01T12:00:00")
"""When the archives were packed, the day the units were handed over (1394/06/10)."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A fabricated leak on disk.

    Args:
        folder: Its folder, to be collected as a whole.
        paths: Where each document lies, by its id, relative to `folder`; what lies in an archive has the archive
            as a part of its path.
        sha256: The hash of each document's bytes, by its id.
    """

    folder: Path
    paths: Mapping[str, PurePosixPath]
    sha256: Mapping[str, str]


def build_leak(folder: Path, *, documents: Iterable[str] | None = None) -> Leak:
    """Write the leak into a folder.

    Args:
        folder: Made where it does not exist; must be empty.
        documents: Ids of the documents wanted; all by default.

    Raises:
        UsageError: The folder holds something already.
        NotFoundError: No document of the example case has that id.
    """
    chosen = _chosen(documents)
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty.", "Name a folder that does not exist yet.")
    folder.mkdir(parents=True, exist_ok=True)
    made = _fabricated(chosen)
    archives: dict[PurePosixPath, list[tuple[str, bytes, dt.datetime]]] = {}
    for paper in chosen:
        archive = _archive(paper.path)
        if archive is None:
            _write(folder / paper.path, made[paper.id], paper.issued)
        else:
            member = str(paper.path.relative_to(archive))
            archives.setdefault(archive, []).append((member, made[paper.id], paper.issued))
    for archive, members in archives.items():
        _write(folder / archive, zipped(members), _DELIVERED)
    return Leak(
        folder,
        {paper.id: paper.path for paper in chosen},
        {paper.id: hashlib.sha256(made[paper.id]).hexdigest() for paper in chosen},
    )


def _chosen(documents: Iterable[str] | None) -> list[Paper]:
    known = papers()
    if documents is None:
        return list(known.values())
    wanted = set(documents)
    if unknown := sorted(wanted - known.keys()):
        raise NotFoundError(f"The example case has no document {unknown[0]}.", f"It has {', '.join(known)}.")
    return [paper for paper in known.values() if paper.id in wanted]


def _fabricated(chosen: list[Paper]) -> dict[str, bytes]:
    """The bytes of each paper; a mail comes after what it carries."""
    typesetter = Typesetter()
    made: dict[str, bytes] = {}
    for paper in sorted(chosen, key=lambda paper: bool(paper.attach)):
        carried = {papers()[name].path.name: made.get(name) or word_letter(papers()[name]) for name in paper.attach}
        made[paper.id] = _made(paper, typesetter, carried)
    return made


def _made(paper: Paper, typesetter: Typesetter, carried: Mapping[str, bytes]) -> bytes:
    match paper.format:
        case "scan_pdf":
            return pictures_pdf(_scans(paper, typesetter), paper)
        case "scan_jpg":
            return _scans(paper, typesetter)[0]
        case "pdf":
            return office_pdf(typesetter.pdf(paper), paper)
        case "docx":
            return word_letter(paper)
        case "xlsx":
            return workbook(paper)
        case "eml":
            return mail(paper, carried)
    raise NotFoundError(f"No renderer makes {paper.format}.", "Use one of scan_pdf, scan_jpg, pdf, docx, xlsx, eml.")


def _scans(paper: Paper, typesetter: Typesetter) -> list[bytes]:
    pages = typesetter.pictures(paper)
    return [scanned(page, paper.scan, f"{paper.id}/{number}") for number, page in enumerate(pages, start=1)]


def _archive(path: PurePosixPath) -> PurePosixPath | None:
    """The archive that a path leads into, if any."""
    return next((parent for parent in reversed(path.parents) if parent.suffix == ".zip"), None)


def _write(path: Path, data: bytes, moment: dt.datetime) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    seconds = moment.replace(tzinfo=ZONE).timestamp()
    os.utime(path, (seconds, seconds))
