"""XML that may be hostile, as a tree: no entity is expanded, nothing outside is asked for."""

import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element
_LARGE = 9_000_000
_ENTITY = re.compile(rb"<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y")


class BrokenXmlError(ValueError):
    """It is not XML, not even in parts."""


def _parser(recover: bool, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        recover=recover, huge_tree=huge, remove_pis=False, collect_ids=False,
    )  # fmt: skip


def parse(data: bytes) -> tuple[Element, bool]:
    """The root element, and whether the XML was well formed.

    libxml2's guards against amplification and depth (256) stay on, but for large texts without entities.

    Raises:
        BrokenXmlError: There is not one element.
    """
    huge = len(data) > _LARGE and not _ENTITY.search(data)
    try:
        return etree.fromstring(data, _parser(False, huge)), True
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = etree.fromstring(data, _parser(True, huge))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenXmlError(f"not XML ({error})") from error
    if root is None:
        raise BrokenXmlError("not XML")
    return root, False


def local(element: Element) -> str:
    """An element's name without its namespace; empty for comments, instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of the attribute of that local name, in whatever namespace; empty where there is none."""
    value = element.get(name)
    if value is not None:
        return value
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return ""


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Elements below, in document order, whose local name is one of `names`."""
    wanted = frozenset(names)
    for found in element.iter():
        if local(found) in wanted:
            yield found


def all_text(element: Element) -> str:
    """All character data below an element (comments and instructions left out)."""
    pieces = []
    for found in element.iter():
        if isinstance(found.tag, str):
            pieces.append(found.text or "")
        if found is not element:
            pieces.append(found.tail or "")
    return "".join(pieces)
