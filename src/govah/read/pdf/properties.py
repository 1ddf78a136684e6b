"""What a PDF says about itself: the information dictionary, then XMP for what is missing there."""

from collections.abc import Iterator

import pikepdf
from lxml import etree

from govah.model.text import stored_text
from govah.read.reader import Metadata

LONGEST = 20_000
_NAMES = {"creationdate": "created", "moddate": "modified"}
_XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}description": "subject",
    "{http://ns.adobe.com/pdf/1.3/}Keywords": "keywords",
    "{http://ns.adobe.com/pdf/1.3/}Producer": "producer",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool": "creator",
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "created",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "modified",
    "{http://ns.adobe.com/xap/1.0/mm/}DocumentID": "document-id",
    "{http://ns.adobe.com/xap/1.0/mm/}InstanceID": "instance-id",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def properties(pdf: pikepdf.Pdf) -> Iterator[Metadata]:
    """Properties, each name once, words as they stand."""
    said: set[str] = set()
    for name, value in [*_information(pdf), *_xmp(pdf)]:
        words = stored_text(value).strip()[:LONGEST]
        if words and name not in said:
            said.add(name)
            yield Metadata(name, words)


def _information(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    information = pdf.trailer.get("/Info")
    if not isinstance(information, pikepdf.Dictionary):
        return
    for key, value in information.items():
        name = key.lstrip("/").lower()
        if isinstance(value, pikepdf.String | pikepdf.Name):
            yield _NAMES.get(name, name), str(value).lstrip("/") if isinstance(value, pikepdf.Name) else str(value)


def _xmp(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    packet = pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream):
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(packet.read_bytes().strip(b"\0 \t\r\n"), parser)
    except (etree.XMLSyntaxError, pikepdf.PdfError, ValueError):
        return
    if root is None:
        return
    for description in root.iter(f"{_RDF}Description"):
        for key, value in description.attrib.items():
            if str(key) in _XMP:
                yield _XMP[str(key)], str(value)
        for element in description:
            if element.tag in _XMP:
                yield _XMP[str(element.tag)], "; ".join(part for part in _texts(element) if part)


def _texts(element: "etree._Element") -> list[str]:
    members = list(element.iter(f"{_RDF}li"))
    return [(member.text or "").strip() for member in members] or [(element.text or "").strip()]
