"""Words in the drawings of Office Open XML: charts, diagrams, shapes."""

from govah.read.readers.office_package import OfficePackage, Relation
from govah.read.readers.xml_source import Element, descendants, local


def paragraphs(element: Element) -> str:
    """The paragraphs (`a:p`) below an element, a line each; runs, breaks and fields in them."""
    lines = []
    for paragraph in descendants(element, "p"):
        if not str(paragraph.tag).endswith("}p") or "wordprocessingml" in str(paragraph.tag):
            continue
        pieces = []
        for part in paragraph.iter():
            name = local(part)
            if name == "t":
                pieces.append(part.text or "")
            elif name == "br":
                pieces.append("\n")
            elif name == "tab" and local_parent(part) == "r":
                pieces.append("\t")
        lines.append("".join(pieces))
    return "\n".join(line for line in lines if line.strip())


def local_parent(element: Element) -> str:
    """Local name of the parent, or ""."""
    parent = element.getparent()
    return local(parent) if parent is not None else ""


def chart_text(root: Element) -> str:
    """Titles and the words and numbers of a chart's series: a line for each list of points, parted by TAB."""
    lines = []
    for element in descendants(root, "rich", "strCache", "numCache", "strLit", "numLit", "strData", "numData"):
        if local(element) == "rich":
            lines.append(paragraphs(element))
        else:
            values = [found.text or "" for found in descendants(element, "v") if found.text]
            values = values or [found.text or "" for found in descendants(element, "pt") if (found.text or "").strip()]
            lines.append("\t".join(values))
    return "\n".join(dict.fromkeys(line for line in lines if line.strip()))


def related_text(package: OfficePackage, relations: dict[str, Relation], element: Element) -> str:
    """The words of charts and diagrams that a drawing refers to."""
    texts = []
    for found in element.iter():
        name = local(found)
        if name not in ("chart", "relIds"):
            continue
        wanted = "id" if name == "chart" else "dm"
        for key, value in found.attrib.items():
            relation = relations.get(str(value)) if str(key).rpartition("}")[2] == wanted else None
            if relation is None or relation.outside:
                continue
            root = package.xml(relation.target)
            if root is not None:
                texts.append(chart_text(root) if name == "chart" else paragraphs(root))
    return "\n".join(text for text in texts if text)
