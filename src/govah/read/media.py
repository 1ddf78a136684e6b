"""The media types that Govah tells apart: IANA's names where there are, the customary `x-` names elsewhere.

A reader names the types it reads with these constants or the sets below them. `govah.read.media_telling` tells
which one a file has: by its content, and only where content cannot say by the extensions of its known names.
"""

from typing import Final

# Fixed layout and pictures
PDF: Final = "application/pdf"
POSTSCRIPT: Final = "application/postscript"
DJVU: Final = "image/vnd.djvu"
XPS: Final = "application/vnd.ms-xpsdocument"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
TIFF: Final = "image/tiff"
GIF: Final = "image/gif"
BMP: Final = "image/bmp"
WEBP: Final = "image/webp"
JP2: Final = "image/jp2"
HEIC: Final = "image/heic"
AVIF: Final = "image/avif"
JXL: Final = "image/jxl"
PNM: Final = "image/x-portable-anymap"
ICO: Final = "image/vnd.microsoft.icon"
PSD: Final = "image/vnd.adobe.photoshop"
EMF: Final = "image/emf"
WMF: Final = "image/wmf"
SVG: Final = "image/svg+xml"

# Word processing
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOTX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.template"
DOCM: Final = "application/vnd.ms-word.document.macroenabled.12"
DOTM: Final = "application/vnd.ms-word.template.macroenabled.12"
WORD_2003_XML: Final = "application/vnd.ms-wordml"
DOC: Final = "application/msword"
RTF: Final = "application/rtf"
WORDPERFECT: Final = "application/vnd.wordperfect"
HWP: Final = "application/x-hwp"
HWPX: Final = "application/hwp+zip"
MIF: Final = "application/vnd.mif"
PAGES: Final = "application/vnd.apple.pages"

# Sheets
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLTX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.template"
XLSM: Final = "application/vnd.ms-excel.sheet.macroenabled.12"
XLTM: Final = "application/vnd.ms-excel.template.macroenabled.12"
XLAM: Final = "application/vnd.ms-excel.addin.macroenabled.12"
XLSB: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS: Final = "application/vnd.ms-excel"
XLS_BARE: Final = "application/x-biff"
"""A sheet of Excel 2 to 4: records without an OLE container."""
EXCEL_2003_XML: Final = "application/vnd.ms-spreadsheetml"
NUMBERS: Final = "application/vnd.apple.numbers"
LOTUS: Final = "application/vnd.lotus-1-2-3"
DBF: Final = "application/vnd.dbf"

# Slides
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
POTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.template"
PPSX: Final = "application/vnd.openxmlformats-officedocument.presentationml.slideshow"
PPTM: Final = "application/vnd.ms-powerpoint.presentation.macroenabled.12"
POTM: Final = "application/vnd.ms-powerpoint.template.macroenabled.12"
PPSM: Final = "application/vnd.ms-powerpoint.slideshow.macroenabled.12"
PPAM: Final = "application/vnd.ms-powerpoint.addin.macroenabled.12"
PPT: Final = "application/vnd.ms-powerpoint"
KEYNOTE: Final = "application/vnd.apple.keynote"
IWORK: Final = "application/vnd.apple.iwork"
"""A document of Pages or Numbers of 2013 or later, which look alike from outside."""

# OpenDocument
ODT: Final = "application/vnd.oasis.opendocument.text"
ODT_TEMPLATE: Final = "application/vnd.oasis.opendocument.text-template"
ODT_MASTER: Final = "application/vnd.oasis.opendocument.text-master"
ODT_FLAT: Final = "application/vnd.oasis.opendocument.text-flat-xml"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODS_TEMPLATE: Final = "application/vnd.oasis.opendocument.spreadsheet-template"
ODS_FLAT: Final = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"
ODP: Final = "application/vnd.oasis.opendocument.presentation"
ODP_TEMPLATE: Final = "application/vnd.oasis.opendocument.presentation-template"
ODP_FLAT: Final = "application/vnd.oasis.opendocument.presentation-flat-xml"
ODG: Final = "application/vnd.oasis.opendocument.graphics"
ODG_FLAT: Final = "application/vnd.oasis.opendocument.graphics-flat-xml"
ODF_PREFIX: Final = "application/vnd.oasis.opendocument."
"""Any other OpenDocument type (formula, chart, database, image) begins so."""
ODF: Final = "application/vnd.oasis.opendocument.formula"
ODB: Final = "application/vnd.oasis.opendocument.base"
SXW: Final = "application/vnd.sun.xml.writer"
SXC: Final = "application/vnd.sun.xml.calc"
SXI: Final = "application/vnd.sun.xml.impress"

# Text and markup
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
HTML: Final = "text/html"
XHTML: Final = "application/xhtml+xml"
XML: Final = "application/xml"
DOCBOOK: Final = "application/docbook+xml"
FICTIONBOOK: Final = "application/x-fictionbook+xml"
RSS: Final = "application/rss+xml"
ATOM: Final = "application/atom+xml"
JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
VCARD: Final = "text/vcard"
CALENDAR: Final = "text/calendar"
SUBTITLES: Final = "text/vtt"
TEX: Final = "text/x-tex"
SCRIPT: Final = "text/x-script"
EPUB: Final = "application/epub+zip"

# Mail
MAIL: Final = "message/rfc822"
EMLX: Final = "message/x-emlx"
MBOX: Final = "application/mbox"
MHTML: Final = "multipart/related"
OUTLOOK_MESSAGE: Final = "application/vnd.ms-outlook"
PST: Final = "application/vnd.ms-outlook-pst"
TNEF: Final = "application/vnd.ms-tnef"
SMIME: Final = "application/pkcs7-mime"

# Archives and compressed files
ZIP: Final = "application/zip"
JAR: Final = "application/java-archive"
KMZ: Final = "application/vnd.google-earth.kmz"
TAR: Final = "application/x-tar"
SEVEN_ZIP: Final = "application/x-7z-compressed"
RAR: Final = "application/vnd.rar"
CAB: Final = "application/vnd.ms-cab-compressed"
CPIO: Final = "application/x-cpio"
AR: Final = "application/x-archive"
ISO: Final = "application/x-iso9660-image"
WARC: Final = "application/warc"
ARC: Final = "application/x-ia-arc"
GZIP: Final = "application/gzip"
BZIP2: Final = "application/x-bzip2"
XZ: Final = "application/x-xz"
LZMA: Final = "application/x-lzma"
ZSTD: Final = "application/zstd"
ZLIB: Final = "application/zlib"
COMPRESS: Final = "application/x-compress"

# Databases and the rest of Office
SQLITE: Final = "application/vnd.sqlite3"
ACCESS: Final = "application/x-msaccess"
VISIO: Final = "application/vnd.visio"
VISIO_XML: Final = "application/vnd.ms-visio.drawing"
PROJECT: Final = "application/vnd.ms-project"
PUBLISHER: Final = "application/x-mspublisher"
ONENOTE: Final = "application/onenote"
CHM: Final = "application/vnd.ms-htmlhelp"
OLE: Final = "application/x-ole-storage"
OOXML: Final = "application/x-ooxml"
"""An Office Open XML package of a kind that has no name here."""

# Wholly encrypted: status `encrypted`, no reader is asked
LOCKED_OFFICE: Final = "application/x-encrypted-office"
"""OLE with `EncryptedPackage` or a protected legacy Word, Excel or PowerPoint file's whole content."""
PGP: Final = "application/pgp-encrypted"
AGE: Final = "application/x-age-encryption"
OPENSSL: Final = "application/x-openssl-encrypted"

# Told, never read
PLIST_BINARY: Final = "application/x-apple-binary-plist"
SWF: Final = "application/vnd.adobe.flash.movie"
ELF: Final = "application/x-executable"
MACHO: Final = "application/x-mach-binary"
PORTABLE_EXECUTABLE: Final = "application/vnd.microsoft.portable-executable"
JAVA_CLASS: Final = "application/java-vm"
OCTETS: Final = "application/octet-stream"
"""Content and names say nothing."""
EMPTY: Final = "application/x-empty"
"""No bytes."""

PICTURES: Final = frozenset({PNG, JPEG, TIFF, GIF, BMP, WEBP, JP2, HEIC, AVIF, JXL, PNM, ICO})
WORD_XML: Final = frozenset({DOCX, DOTX, DOCM, DOTM})
SHEETS: Final = frozenset({XLSX, XLTX, XLSM, XLTM, XLAM, XLSB, XLS})
SLIDES_XML: Final = frozenset({PPTX, POTX, PPSX, PPTM, POTM, PPSM})
OPEN_DOCUMENTS: Final = frozenset(
    {ODT, ODT_TEMPLATE, ODT_MASTER, ODT_FLAT, ODS, ODS_TEMPLATE, ODS_FLAT, ODP, ODP_TEMPLATE, ODP_FLAT, ODG, ODG_FLAT}
    | {ODF, ODB, SXW, SXC, SXI}
)
ZIPS: Final = frozenset({ZIP, JAR, KMZ, OOXML})
"""Zip archives whose members are the documents."""
COMPRESSED: Final = frozenset({GZIP, BZIP2, XZ, LZMA, ZSTD, ZLIB, COMPRESS})
"""One compressed file; its content is the one child."""
TEXTS: Final = frozenset({TEXT, MARKDOWN, JSON, NDJSON, VCARD, CALENDAR, SUBTITLES, TEX, SCRIPT})
XMLS: Final = frozenset({XML, DOCBOOK, FICTIONBOOK, RSS, ATOM, SVG, WORD_2003_XML, EXCEL_2003_XML})
HTMLS: Final = frozenset({HTML, XHTML})
MAILS: Final = frozenset({MAIL, EMLX, MHTML})
LOCKED: Final = frozenset({LOCKED_OFFICE, PGP, AGE, OPENSSL})
