"""What a file is: told from its content, and only where content cannot say from its names.

The same bytes under several names are one exhibit, so the names are asked in sorted order and the answer does not
depend on which was collected first.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

from govah.read import media
from govah.read.media_magic import HEAD, by_magic, has_pdf_header
from govah.read.media_package import is_zip, ole_type, zip_type
from govah.read.media_text import mail_type, text_head, text_type

_ISO_AT: Final = 0x8001

_TEXT_NAMES: Final = {
    "csv": media.CSV,
    "tsv": media.TSV,
    "tab": media.TSV,
    "md": media.MARKDOWN,
    "markdown": media.MARKDOWN,
    "htm": media.HTML,
    "html": media.HTML,
    "xhtml": media.XHTML,
    "eml": media.MAIL,
    "emlx": media.EMLX,
    "mbox": media.MBOX,
    "mht": media.MHTML,
    "mhtml": media.MHTML,
    "ics": media.CALENDAR,
    "vcf": media.VCARD,
    "tex": media.TEX,
    "vtt": media.SUBTITLES,
    "ndjson": media.NDJSON,
    "jsonl": media.NDJSON,
}
"""What a name may say of a text that says nothing itself."""

_NAMES: Final = {
    "txt": media.TEXT,
    "log": media.TEXT,
    "pdf": media.PDF,
    "png": media.PNG,
    "jpg": media.JPEG,
    "jpeg": media.JPEG,
    "tif": media.TIFF,
    "tiff": media.TIFF,
    "docx": media.DOCX,
    "docm": media.DOCM,
    "xlsx": media.XLSX,
    "xlsm": media.XLSM,
    "xlsb": media.XLSB,
    "pptx": media.PPTX,
    "doc": media.DOC,
    "xls": media.XLS,
    "ppt": media.PPT,
    "rtf": media.RTF,
    "odt": media.ODT,
    "ods": media.ODS,
    "odp": media.ODP,
    "epub": media.EPUB,
    "msg": media.OUTLOOK_MESSAGE,
    "pst": media.PST,
    "ost": media.PST,
    "zip": media.ZIP,
    "tar": media.TAR,
    "gz": media.GZIP,
    "tgz": media.GZIP,
    "bz2": media.BZIP2,
    "xz": media.XZ,
    "lzma": media.LZMA,
    "zst": media.ZSTD,
    "7z": media.SEVEN_ZIP,
    "rar": media.RAR,
    "sqlite": media.SQLITE,
    "sqlite3": media.SQLITE,
    "dbf": media.DBF,
    "mdb": media.ACCESS,
    "accdb": media.ACCESS,
    "mp3": "audio/mpeg",
} | {
    name: kind
    for name, kind in _TEXT_NAMES.items()
    if kind in {media.CSV, media.TSV, media.HTML, media.MAIL, media.MBOX}
}
"""What a name may say of bytes that say nothing: their reader then tells what is damaged."""

_MAY_CARRY_A_ZIP: Final = frozenset({media.PORTABLE_EXECUTABLE, media.ELF, media.MACHO, media.SCRIPT})


def tell(stream: BinaryIO, names: Sequence[str] = ()) -> str:
    """The media type of a file, one of `govah.read.media` or another customary name.

    Args:
        stream: Seekable. Left at its beginning.
        names: Known names or paths; asked in sorted order, and only where content cannot say.
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        return media.EMPTY
    found = _told(stream, head, names)
    stream.seek(0)
    return found


def _told(stream: BinaryIO, head: bytes, names: Sequence[str]) -> str:
    found = by_magic(head)
    if found == media.ZIP:
        return zip_type(stream)
    if found == media.OLE:
        return ole_type(stream)
    if found in _MAY_CARRY_A_ZIP and is_zip(stream):
        return zip_type(stream)
    if found is not None:
        return found
    text = text_head(head, whole=len(head) < HEAD)
    kind = mail_type(head) if text is None else text_type(text)
    if kind in {media.MAIL, media.MBOX, media.EMLX, media.MHTML}:
        return kind
    if has_pdf_header(head):
        return media.PDF
    if kind is None and is_zip(stream):
        return zip_type(stream)
    if text is None:
        return _iso(stream) or _by_name(names, _NAMES) or media.OCTETS
    return kind or _by_name(names, _TEXT_NAMES) or media.TEXT


def _iso(stream: BinaryIO) -> str | None:
    """A disc image: its first volume descriptor (ECMA-119, 8.1)."""
    stream.seek(_ISO_AT)
    return media.ISO if stream.read(5) == b"CD001" else None


def _by_name(names: Sequence[str], table: Mapping[str, str]) -> str | None:
    for name in sorted(names):
        extension = name.rpartition(".")[2].lower()
        if "." in name and extension in table:
            return table[extension]
    return None
