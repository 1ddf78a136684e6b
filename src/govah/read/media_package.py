"""Zip and OLE files: what they are by what they contain."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO, Final

import olefile

from govah.read import media

_LARGEST_MEMBER: Final = 1 << 20
_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_SCANNED: Final = 4 << 20

_MAIN_PARTS: Final = {
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": media.DOCX,
    "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": media.DOTX,
    "vnd.ms-word.document.macroenabled.main+xml": media.DOCM,
    "vnd.ms-word.template.macroenabledtemplate.main+xml": media.DOTM,
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": media.XLSX,
    "vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": media.XLTX,
    "vnd.ms-excel.sheet.macroenabled.main+xml": media.XLSM,
    "vnd.ms-excel.template.macroenabled.main+xml": media.XLTM,
    "vnd.ms-excel.addin.macroenabled.main+xml": media.XLAM,
    "vnd.ms-excel.sheet.binary.macroenabled.main": media.XLSB,
    "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": media.PPTX,
    "vnd.openxmlformats-officedocument.presentationml.template.main+xml": media.POTX,
    "vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": media.PPSX,
    "vnd.ms-powerpoint.presentation.macroenabled.main+xml": media.PPTM,
    "vnd.ms-powerpoint.template.macroenabled.main+xml": media.POTM,
    "vnd.ms-powerpoint.slideshow.macroenabled.main+xml": media.PPSM,
    "vnd.ms-powerpoint.addin.macroenabled.main+xml": media.PPAM,
    "vnd.ms-visio.drawing.main+xml": media.VISIO_XML,
    "vnd.ms-visio.drawing.macroenabled.main+xml": media.VISIO_XML,
    "vnd.ms-package.xps-fixeddocumentsequence+xml": media.XPS,
}
"""Content types of the main part (ISO/IEC 29500-2 and [MS-OFFMACRO]), lower case, without `application/`."""

_PACKAGE_MEMBERS: Final = (
    ("word/document.xml", media.DOCX),
    ("xl/workbook.bin", media.XLSB),
    ("xl/workbook.xml", media.XLSX),
    ("ppt/presentation.xml", media.PPTX),
    ("visio/document.xml", media.VISIO_XML),
    ("meta-inf/manifest.mf", media.JAR),
    ("meta-inf/container.xml", media.EPUB),
    ("doc.kml", media.KMZ),
)
_MIMETYPE = re.compile(
    r"application/(?:vnd\.oasis\.opendocument\.[a-z-]{4,40}|vnd\.sun\.xml\.[a-z.]{4,40}|(?:epub|hwp)\+zip)"
)
"""What a member `mimetype` is believed to say."""

_STREAMS: Final = (
    ("encryptedpackage", media.LOCKED_OFFICE),
    ("__properties_version1.0", media.OUTLOOK_MESSAGE),
    ("worddocument", media.DOC),
    ("workbook", media.XLS),
    ("book", media.XLS),
    ("powerpoint document", media.PPT),
    ("pp40", media.PPT),
    ("visiodocument", media.VISIO),
    ("quill", media.PUBLISHER),
    ("hwpsummaryinformation", media.HWP),
    ("\x05hwpsummaryinformation", media.HWP),
    ("props12", media.PROJECT),
    ("props14", media.PROJECT),
    ("props9", media.PROJECT),
    ("props", media.PROJECT),
)
"""Entries of the root storage that name the format, in the order in which they are believed."""


def zip_type(stream: BinaryIO) -> str:
    """What a file that begins as a zip, or ends as one, is.

    Args:
        stream: Seekable; its position is not kept.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            return _by_members(names, lambda name: _member(archive, name)) or media.ZIP
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError):
        return _by_members(_local_names(stream), lambda _: b"") or _first_mimetype(stream) or media.ZIP


def is_zip(stream: BinaryIO) -> bool:
    """Whether a zip's directory closes the file, whatever stands before it."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return len(archive.namelist()) > 0
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, OverflowError):
        return False


def ole_type(stream: BinaryIO) -> str:
    """What an OLE compound file ([MS-CFB]) is, by the entries of its root storage.

    Args:
        stream: Seekable; its position is not kept.
    """
    try:
        stream.seek(0)
        with olefile.OleFileIO(stream) as compound:
            entries = {path[0].lower() for path in compound.listdir(streams=True, storages=True)}
    except Exception:  # olefile raises whatever the damage leads to
        return _ole_by_scan(stream)
    for name, found in _STREAMS:
        if name in entries:
            return found
    return media.OLE


def _ole_by_scan(stream: BinaryIO) -> str:
    """The directory is damaged: entries' names, wherever they stand in the beginning."""
    stream.seek(0)
    begun = stream.read(_SCANNED).lower()
    for name, found in _STREAMS[:7]:
        if name.encode("utf-16-le") in begun:
            return found
    return media.OLE


def _by_members(names: Iterable[str], content: Callable[[str], bytes]) -> str | None:
    by_lower = {name.replace("\\", "/").lower().lstrip("/"): name for name in reversed(list(names))}
    if "mimetype" in by_lower:
        stated = content(by_lower["mimetype"])[:200].decode("latin-1").strip().lower()
        if _MIMETYPE.fullmatch(stated):
            return stated
    if "content.xml" in by_lower and "meta-inf/manifest.xml" in by_lower:
        listed = _MIMETYPE.search(content(by_lower["meta-inf/manifest.xml"]).decode("utf-8", "replace"))
        return listed.group() if listed else media.ODT
    apple = _apple(by_lower, content)
    if apple:
        return apple
    types = by_lower.get("[content_types].xml")
    if types is not None:
        found = _main_part(content(types))
        if found:
            return found
    for member, found in _PACKAGE_MEMBERS:
        if member in by_lower:
            return found
    if types is None:
        return None
    folders = {name.partition("/")[0] for name in by_lower}
    by_folder = (("word", media.DOCX), ("xl", media.XLSX), ("ppt", media.PPTX), ("visio", media.VISIO_XML))
    return next((found for folder, found in by_folder if folder in folders), media.OOXML)


def _apple(by_lower: Mapping[str, str], content: Callable[[str], bytes]) -> str | None:
    """Documents of Keynote, Pages and Numbers, which name their type nowhere."""
    if "index.apxl" in by_lower or "presentation.apxl" in by_lower:
        return media.KEYNOTE
    if "index.xml" in by_lower:
        begun = content(by_lower["index.xml"])[:4096]
        if b"developer.apple.com/namespaces/sl" in begun:
            return media.PAGES
        if b"developer.apple.com/namespaces/ls" in begun:
            return media.NUMBERS
    if "index/document.iwa" in by_lower:
        slides = any(re.match(r"index/(?:master|template)?slide", name) for name in by_lower)
        return media.KEYNOTE if slides else media.IWORK
    return None


def _main_part(types: bytes) -> str | None:
    coded = "utf-16" if types[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    text = types.decode(coded, "replace").lower()
    for stated in re.findall(r"contenttype\s*=\s*[\"']application/([^\"']{1,150})[\"']", text):
        if stated in _MAIN_PARTS:
            return _MAIN_PARTS[stated]
    return None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(_LARGEST_MEMBER)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError, EOFError, zlib.error):
        return b""


def _local_names(stream: BinaryIO) -> list[str]:
    """Names in the local headers, for a zip whose directory is gone."""
    stream.seek(0)
    begun = stream.read(_SCANNED)
    names = []
    for match in _LOCAL.finditer(begun):
        length = int.from_bytes(match.group(1), "little")
        names.append(begun[match.end() : match.end() + min(length, 512)].decode("utf-8", "replace"))
    return names


def _first_mimetype(stream: BinaryIO) -> str | None:
    """A first member `mimetype`, stored, as OpenDocument and EPUB ask for: readable though the rest is cut."""
    stream.seek(0)
    head = stream.read(512)
    if head[30:38] != b"mimetype" or int.from_bytes(head[26:28], "little") != 8:
        return None
    at = 38 + int.from_bytes(head[28:30], "little")
    match = _MIMETYPE.match(head[at:].decode("latin-1"))
    return match.group().partition("PK")[0] if match else None
