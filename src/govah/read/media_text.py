"""Kinds of text: mail, mailboxes, markup, JSON and the rest, by what the text itself says."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Final

from govah.read import media

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\x0b\x0c\r\x1a\x1b\x08") | {0x7F}
_MOST_CONTROLS: Final = 0.01
"""Greatest share of control bytes in a text."""

_FIELD = re.compile(r"([!-9;-~]{1,76})[ \t]*:(.*)")
_SURE_FIELDS = frozenset(
    {"received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature", "x-mailer", "reply-to"}
    | {"content-transfer-encoding", "x-originating-ip", "in-reply-to", "references", "sender", "resent-from"}
    | {"authentication-results", "x-received", "arc-seal", "thread-index", "list-id", "x-uidl", "x-mozilla-status"}
    | {"x-gmail-labels", "newsgroups"}
)
_PLAIN_FIELDS = frozenset(["from", "to", "cc", "bcc", "date", "subject", "content-type", "organization", "status"])
_MAILBOX = re.compile(r"From \S.*(?:[0-2]?\d:[0-5]\d|\b(?:19|20)\d\d\b)[^\n]*\n(?:>?From [^\n]*\n)?[!-9;-~]+:")
_EMLX = re.compile(r"\s*\d{1,10}\s*\n")
_DATE = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{2,4}")

_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|style|script|table|div|span|p|br|hr|h[1-6]|center|font"
    r"|a|b|i|ul|ol|form|frameset|base|pre|center|img|section|article|header|nav|main)\b",
    re.IGNORECASE,
)
_HTML_WITHIN = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]*)?/?>")
_PROLOGUE = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b(?:[^\[>]|\[.*?\]\s*(?=>))*>)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:([\w.-]+):)?([\w.-]+)([^<>]*)")
_NAMESPACE = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"']*)[\"']")
_FLAT_KIND = re.compile(r"mimetype\s*=\s*[\"']([^\"']+)[\"']")
_FLAT: Final = {
    media.ODT: media.ODT_FLAT,
    media.ODS: media.ODS_FLAT,
    media.ODP: media.ODP_FLAT,
    media.ODG: media.ODG_FLAT,
}
_ROOTS: Final = {
    "svg": media.SVG,
    "FictionBook": media.FICTIONBOOK,
    "rss": media.RSS,
    "RDF": media.XML,
    "feed": media.ATOM,
    "wordDocument": media.WORD_2003_XML,
    "Workbook": media.EXCEL_2003_XML,
}
_NAMESPACED: Final = {"feed": "atom", "wordDocument": "wordml", "Workbook": "office:spreadsheet"}
"""Roots that are believed only with a namespace that holds this."""
_DOCBOOK_ROOTS = frozenset(["book", "article", "chapter", "set", "part", "refentry", "section"])

_MARKS: Final = (
    ("{\\rtf", media.RTF),
    ("BEGIN:VCARD", media.VCARD),
    ("BEGIN:VCALENDAR", media.CALENDAR),
    ("WEBVTT", media.SUBTITLES),
    ("-----BEGIN PGP MESSAGE-----", media.PGP),
    ("-----BEGIN AGE ENCRYPTED FILE-----", media.AGE),
    ("%!PS", media.POSTSCRIPT),
    ("#!", media.SCRIPT),
)


def text_head(head: bytes, whole: bool) -> str | None:
    """The beginning of a text, decoded well enough to see its structure; None where the bytes are no text.

    Args:
        head: The first bytes.
        whole: Nothing follows them.
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if b"\x00" in head:
        return _wide(head)
    controls = sum(byte in _CONTROLS for byte in head)
    if controls > _MOST_CONTROLS * len(head):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head, whole)
    except UnicodeDecodeError:
        return head.decode("latin-1") if not _is_noise(head) else None


def text_type(text: str) -> str | None:
    """The type of a text by its own words, None where it is just text.

    Args:
        text: Its beginning as `text_head` gives it.
    """
    begun = text.lstrip("\ufeff \t\r\n")
    for mark, found in _MARKS:
        if begun[: len(mark)].upper() == mark.upper():
            return found
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n")
    if _MAILBOX.match(lines):
        return media.MBOX
    emlx = _EMLX.match(lines)
    if emlx and is_mail(lines[emlx.end() :]):
        return media.EMLX
    if is_mail(lines):
        return media.MHTML if _is_web_archive(lines) else media.MAIL
    return _json_type(begun) or _markup_type(begun)


def is_mail(lines: str) -> bool:
    """Whether a text begins with a mail's header (RFC 5322).

    It has fields that only mail has, or an address or a date in the fields that a typed memorandum has as well.
    """
    names = []
    dated = addressed = False
    for name, value in _fields(lines):
        names.append(name)
        dated |= name == "date" and bool(_DATE.search(value))
        addressed |= name in {"from", "to", "cc"} and "@" in value
    sure = sum(name in _SURE_FIELDS for name in names)
    plain = len(_PLAIN_FIELDS & set(names))
    if sure >= 1 and sure + plain >= 2:
        return True
    return plain >= 2 and (dated or addressed) and "from" in names


def mail_type(head: bytes) -> str | None:
    """Mail or mailbox whose body makes the whole no text, as yEnc does: only the header is looked at."""
    end = re.search(rb"\r?\n\r?\n", head)
    begun = None if end is None else text_head(head[: end.start()], whole=True)
    found = None if begun is None else text_type(begun)
    return found if found in media.MAILS | {media.MBOX} else None


def _fields(lines: str) -> Iterator[tuple[str, str]]:
    """Names, lower case, and values of a header up to its end, or to the first line that is none."""
    first = True
    for line in lines.split("\n")[:400]:
        if line[:1] in {" ", "\t"} and not first:
            continue
        match = _FIELD.fullmatch(line)
        if match is None:
            if first and line.startswith(("From ", ">From ")):
                continue
            return
        first = False
        yield match.group(1).lower(), match.group(2)


def _is_web_archive(lines: str) -> bool:
    for name, value in _fields(lines):
        if name == "snapshot-content-location":
            return True
        if name == "from" and value.strip().startswith("<Saved by"):
            return True
    return False


def _json_type(begun: str) -> str | None:
    if begun[:1] not in {"{", "["}:
        return None
    lines = [line for line in begun.split("\n", 3)[:3] if line.strip()]
    if len(lines) > 1 and _is_json(lines[0]) and _is_json(lines[1]):
        return media.NDJSON
    try:
        value, end = json.JSONDecoder().raw_decode(begun)
    except RecursionError:
        return media.JSON
    except ValueError:
        return media.JSON if _begins_json(begun) else None
    rest = begun[end:].strip()
    return media.JSON if not rest or (isinstance(value, dict) and rest[0] == "{") else None


def _begins_json(begun: str) -> bool:
    """Whether a cut beginning could go on as JSON: an object's first name and its colon, or a row of values."""
    return bool(re.match(r"\{\s*\"(?:[^\"\\\n]|\\.){0,200}\"\s*:|\[\s*(?:[\[{\"]|-?\d+\s*[,.])", begun)) and (
        len(begun) > 30_000
    )


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict | list)
    except (ValueError, RecursionError):
        return False


def _markup_type(begun: str) -> str | None:
    declared = begun[:5].lower() == "<?xml"
    if begun[:1] != "<":
        return media.HTML if _HTML_WITHIN.search(begun[:512]) and len(_TAG.findall(begun[:16384])) > 4 else None
    rest, doctype = _after_prologue(begun)
    root = _ROOT.match(rest)
    if root is None:
        if doctype and "html" in doctype.lower():
            return media.HTML
        return media.XML if declared else None
    prefix, name, attributes = root.groups()
    namespaces = {key or "": value for key, value in _NAMESPACE.findall(attributes)}
    if name.lower() == "html":
        return media.XHTML if "xhtml" in namespaces.get(prefix or "", "") and declared else media.HTML
    if name == "document" and prefix == "office":
        kind = _FLAT_KIND.search(attributes)
        return _FLAT.get(kind.group(1), media.XML) if kind else media.XML
    if name in _ROOTS and _NAMESPACED.get(name, "") in namespaces.get(prefix or "", "").lower():
        return _ROOTS[name]
    if name in _DOCBOOK_ROOTS and ("docbook" in (doctype or "").lower() or "docbook" in str(namespaces)):
        return media.DOCBOOK
    if not declared and not namespaces and _HTML_START.match(rest):
        return media.HTML
    if declared or namespaces or (doctype and "html" not in doctype.lower()):
        return media.XML
    return media.XML if f"</{name}>" in begun or attributes.endswith("/") else None


def _after_prologue(begun: str) -> tuple[str, str | None]:
    """What follows declaration, comments and document type, and the document type."""
    at, doctype = 0, None
    while match := _PROLOGUE.match(begun, at):
        if match.end() == at:
            break
        if begun[at : at + 9].upper() == "<!DOCTYPE":
            doctype = match.group()
        at = match.end()
    return begun[at:], doctype


def _wide(head: bytes) -> str | None:
    """UTF-16 and UTF-32 without a mark: nearly all code points are assigned letters, digits and spaces."""
    for encoding, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        cut = head[: len(head) // unit * unit][:8192]
        if len(cut) < 4 * unit:
            continue
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(cut, False)
        except UnicodeDecodeError:
            continue
        likely = sum(
            char.isalnum() or char.isspace() or "!" <= char <= "~" or "\u064b" <= char <= "\u0652" for char in text
        )
        blocks = len({ord(char) >> 8 for char in text if not char.isspace()})
        if text and "\x00" not in text and likely >= 0.95 * len(text) and blocks <= 4 + len(text) // 200:
            return text
    return None


def _is_noise(head: bytes) -> bool:
    """Whether bytes that are not UTF-8 have as good as no spaces or line ends among high bytes: no legacy text."""
    high = sum(byte > 0x7F for byte in head)
    spaces = sum(byte in b" \t\r\n" for byte in head)
    return len(head) > 64 and high > len(head) // 4 and spaces < len(head) // 100
