"""The ending that a copy of an exhibit may be given so that programs open it: by its kind, never by its old name."""

from collections.abc import Mapping
from typing import Final

_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."

ENDINGS: Final[Mapping[str, str]] = {
    "application/pdf": ".pdf",
    "application/postscript": ".ps",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ".xlsb",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-outlook-pst": ".pst",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12": ".pptm",
    "application/vnd.ms-tnef": ".dat",
    "application/vnd.ms-word.document.macroenabled.12": ".docm",
    "application/vnd.ms-xpsdocument": ".xps",
    "application/vnd.visio": ".vsd",
    "application/vnd.wordperfect": ".wpd",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OFFICE}presentationml.slideshow": ".ppsx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}spreadsheetml.template": ".xltx",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}wordprocessingml.template": ".dotx",
    f"{_OPEN_DOCUMENT}graphics": ".odg",
    f"{_OPEN_DOCUMENT}presentation": ".odp",
    f"{_OPEN_DOCUMENT}spreadsheet": ".ods",
    f"{_OPEN_DOCUMENT}text": ".odt",
    "application/epub+zip": ".epub",
    "application/gzip": ".gz",
    "application/json": ".json",
    "application/mbox": ".mbox",
    "application/vnd.dbf": ".dbf",
    "application/vnd.rar": ".rar",
    "application/vnd.sqlite3": ".sqlite",
    "application/x-7z-compressed": ".7z",
    "application/x-bzip2": ".bz2",
    "application/x-iso9660-image": ".iso",
    "application/x-msaccess": ".mdb",
    "application/x-ndjson": ".jsonl",
    "application/x-tar": ".tar",
    "application/x-xz": ".xz",
    "application/xhtml+xml": ".xhtml",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "application/zstd": ".zst",
    "image/avif": ".avif",
    "image/bmp": ".bmp",
    "image/emf": ".emf",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jp2": ".jp2",
    "image/jpeg": ".jpg",
    "image/jxl": ".jxl",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/vnd.djvu": ".djvu",
    "image/webp": ".webp",
    "image/wmf": ".wmf",
    "message/rfc822": ".eml",
    "message/x-emlx": ".emlx",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/tab-separated-values": ".tsv",
    "text/vcard": ".vcf",
}
"""By media type. What is not here keeps no ending: no program should open it by a double click."""


def ending(media_type: str | None) -> str:
    """The ending for a media type, with its dot; empty where there is none to suggest."""
    return ENDINGS.get(media_type or "", "")
