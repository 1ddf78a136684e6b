"""HTML as a reader of a browser's window would read it, without scripts, styles, network."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from lxml import etree

from govah.read.readers.charset import Decoded, codec, decode
from govah.read.readers.text_flow import TextFlow

_META = re.compile(rb"""<meta[^>]{0,512}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.\-]{2,40})""")
_UNSEEN = frozenset({"script", "style", "template", "head", "datalist", "object", "applet"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div"}
    | {"dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5"}
    | {"h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p"}
    | {"pre", "section", "select", "summary", "table", "tbody", "tfoot", "thead", "ul", "xmp", "listing", "plaintext"}
)
_LITERAL = frozenset({"pre", "xmp", "listing", "plaintext", "textarea"})
_MARK = re.compile(r"<(/?[A-Za-z][^\s/>]*)[^>]*>|<!--.*?-->|<[!?][^>]*>", re.DOTALL)
_DATA_URI = re.compile(r"^\s*data:([\w.+-]+/[\w.+-]+)?([^,]*),", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """What an HTML file says.

    Args:
        text: Visible text in reading order.
        title: Its title, or "".
        properties: The `<meta>` elements with a name: name in small letters, content.
        pictures: Pictures inside the file (`data:`): media type and bytes, in order.
        frames: Documents inside the file (`srcdoc`).
        remark: What a person should know about its encoding.
    """

    text: str
    title: str
    properties: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, bytes], ...]
    frames: tuple[str, ...]
    remark: str | None


def declared_charset(data: bytes) -> str | None:
    """What the file itself says of its encoding.

    A declaration that can be read as ASCII is not one of UTF-16 or UTF-32 (HTML standard, 13.2.3.2).
    """
    for pattern in (_DECLARATION, _META):
        found = pattern.search(data[:8192])
        if found:
            label = found.group(1).decode("ascii")
            if not (codec(label) or "").startswith(("utf-16", "utf-32")):
                return label
    return None


def decoded_html(data: bytes, label: str | None = None) -> Decoded:
    """The file as text; `label` is what its carrier says of its encoding, and goes before what it says itself."""
    own = declared_charset(data)
    if label and codec(label) is None:
        label = None
    return decode(data, label or own)


def html_document(data: bytes, label: str | None = None) -> HtmlDocument:
    """Read an HTML file."""
    found = decoded_html(data, label)
    root, whole = _tree(found.text)
    if root is None:
        return HtmlDocument("", "", (), (), (), found.remark)
    if not whole:
        remark = "nested too deep: read without its structure"
        return HtmlDocument(_flat(found.text), "", tuple(_properties(root)), (), (), remark)
    flow = TextFlow()
    _walk(root, flow)
    title = " ".join("".join(element.itertext()) for element in root.iter("title"))
    return HtmlDocument(
        flow.text(), " ".join(title.split()), tuple(_properties(root)), tuple(_pictures(root)),
        tuple(frame for element in root.iter("iframe") if (frame := element.get("srcdoc"))), found.remark,
    )  # fmt: skip


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """The root, and whether the parser went through to the end: it gives up at a depth of 2,048 elements."""
    clean = text.replace("\x00", "").removeprefix("\ufeff")
    if not clean.strip():
        return None, True
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True, recover=True)
    try:
        root = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, True
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flat(text: str) -> str:
    """The words of HTML by its marks alone, for what no tree can hold."""
    flow = TextFlow()
    place = 0
    while place < len(text):
        found = _MARK.search(text, place)
        flow.words(html.unescape(text[place : found.start() if found else len(text)]))
        if found is None:
            break
        place = found.end()
        tag = (found.group(1) or "").lower()
        if tag in ("script", "style"):
            end = re.compile(f"</{tag}", re.IGNORECASE).search(text, place)
            place = end.start() if end else len(text)
        elif tag.lstrip("/") in _BLOCKS or tag.lstrip("/") in ("br", "tr", "td", "th"):
            flow.line()
    return flow.text()


def _walk(root: etree._Element, flow: TextFlow) -> None:
    literal = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        add = flow.literal if literal else flow.words
        if event == "start":
            _open(tag, element, flow)
            if tag in _UNSEEN and not (tag == "object" and len(element)):
                walk.skip_subtree()
                continue
            literal += tag in _LITERAL
            (flow.literal if literal else flow.words)(element.text)
        elif event == "end":
            if not (tag in _UNSEEN and not (tag == "object" and len(element))):
                literal -= tag in _LITERAL
            _close(tag, flow)
            (flow.literal if literal else flow.words)(element.tail)
        else:
            add(element.tail)


def _open(tag: str, element: etree._Element, flow: TextFlow) -> None:
    if tag == "tr":
        flow.row_start()
    elif tag in ("td", "th"):
        flow.cell_start()
    elif tag == "br":
        flow.line_break()
    elif tag in _BLOCKS:
        flow.line()
    elif tag == "input" and element.get("type", "text").lower() not in ("hidden", "password", "checkbox", "radio"):
        flow.words(element.get("value"))
    elif tag in ("img", "area") and (words := element.get("alt")):
        flow.words(f" {words} ")


def _close(tag: str, flow: TextFlow) -> None:
    if tag == "tr":
        flow.row_end()
    elif tag in _BLOCKS:
        flow.line()


def _properties(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        content = element.get("content")
        if name and content and content.strip():
            yield name.strip().lower(), content.strip()


def _pictures(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    for element in root.iter("img", "embed", "object", "source"):
        address = element.get("src") or element.get("data") or ""
        found = _DATA_URI.match(address[:300])
        if not found:
            continue
        content = address[found.end() :]
        try:
            raw = unquote_to_bytes(content)
            data = base64.b64decode(raw + b"===") if "base64" in found.group(2).lower() else raw
        except (binascii.Error, ValueError):
            continue
        if data:
            yield (found.group(1) or "text/plain").lower(), data
