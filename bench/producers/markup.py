"""Pages as HTML, for Chromium and WeasyPrint."""

from collections.abc import Iterator
from html import escape

from bench.producers.document import Block, Document
from bench.producers.fonts import DEJAVU, Font

_STYLE = """
@font-face {{ font-family: "Page"; src: url("file://{path}"); }}
@font-face {{ font-family: "Other"; src: url("file://{other}"); }}
@page {{ size: 595pt 842pt; margin: 0; }}
html, body {{ margin: 0; padding: 0; }}
body {{ width: 475pt; padding: 40pt 60pt; font: {size}pt/1.7 "Page", "Other"; }}
h1 {{ font-size: 1.25em; text-align: center; margin: 6pt 0; }}
p {{ margin: 0 0 6pt; }} .columns p {{ text-align: justify; }}
table {{ width: 100%; border-collapse: collapse; margin: 6pt 0; }}
td {{ padding: 3pt 5pt; vertical-align: top; }}
.ruled td {{ border: 0.7pt solid black; }}
.small {{ font-size: 0.8em; border-top: 0.5pt solid #888; }}
.columns {{ column-count: 2; column-gap: 24pt; }}
.columns div {{ break-inside: avoid; }}
.header {{ font-size: 0.85em; text-align: center; border-bottom: 0.5pt solid #888; }}
.footer {{ position: absolute; left: 60pt; width: 475pt; top: 800pt; font-size: 0.85em; text-align: center; }}
"""


def page_of(document: Document, font: Font, size: float = 12) -> str:
    """A document as an HTML page."""
    style = _STYLE.format(path=font.path, other=DEJAVU.path, size=size)
    running = (("header", document.header), ("footer", document.footer))
    header, footer = (f'<div class="{name}">{escape(text)}</div>' if text else "" for name, text in running)
    body = "".join(part for block in document.blocks for part in _parts(block))
    return (
        f'<!doctype html><html dir="{document.direction}"><meta charset="utf-8"><style>{style}</style>'
        f"<body>{header}{body}{footer}</body></html>"
    )


def _parts(block: Block) -> Iterator[str]:
    if block.kind in ("ruled", "plain"):
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.texts)
        yield f'<table class="{block.kind}" dir="{block.direction}">'
        yield "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    elif block.kind == "columns":
        paragraphs = ("".join(f"<p>{escape(text)}</p>" for text in column) for column in block.texts)
        yield f'<div class="columns" dir="{block.direction}">{"".join(f"<div>{column}</div>" for column in paragraphs)}'
        yield "</div>"
    else:
        tag = "h1" if block.kind == "heading" else "p"
        said = escape(next(block.said()))
        yield f'<{tag} class="{block.kind}" dir="{block.direction}">{said}</{tag}>'
