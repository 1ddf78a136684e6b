"""What stands on a page but not in it: comments, and the values of form fields."""

from collections.abc import Iterator

import pikepdf

from govah.model.text import stored_text

_SILENT = frozenset({"/Link", "/Popup", "/Widget", "/Screen", "/Movie", "/Sound", "/PrinterMark", "/TrapNet"})
DEEPEST = 32
"""Levels of the form's tree: deeper ones are a loop."""


def blocks(page: pikepdf.Dictionary) -> Iterator[str]:
    """`[comment by X] words` and `[field name] value`, in the page's order of annotations."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    said: set[str] = set()
    for annotation in annotations:
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        block = _field(annotation) if annotation.get("/Subtype") == "/Widget" else _comment(annotation)
        if block and block not in said:
            said.add(block)
            yield block


def _comment(annotation: pikepdf.Dictionary) -> str:
    words = _words(annotation.get("/Contents"))
    if not words or str(annotation.get("/Subtype", "")) in _SILENT:
        return ""
    author = _words(annotation.get("/T"))
    return f"[comment by {author}] {words}" if author else f"[comment] {words}"


def _field(widget: pikepdf.Dictionary) -> str:
    names: list[str] = []
    value: object = None
    node: object = widget
    for _ in range(DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            break
        if "/T" in node:
            names.append(_words(node["/T"]))
        if value is None and "/V" in node:
            value = node["/V"]
        node = node.get("/Parent")
    shown = _value(value)
    return f"[field {'.'.join(reversed(names))}] {shown}" if shown else ""


def _value(value: object) -> str:
    if isinstance(value, pikepdf.Array):
        return ", ".join(part for part in map(_value, value) if part)
    if isinstance(value, pikepdf.Name):
        name = str(value).lstrip("/")
        return "" if name == "Off" else name
    if isinstance(value, pikepdf.Stream):
        return stored_text(value.read_bytes().decode("utf-8", "replace")).strip()
    if isinstance(value, pikepdf.Dictionary):  # a signature
        parts = (_words(value.get(key)) for key in ("/Name", "/M", "/Reason", "/Location"))
        return ", ".join(part for part in parts if part)
    return _words(value)


def _words(value: object) -> str:
    return stored_text(str(value)).strip() if isinstance(value, pikepdf.String | str) else ""
