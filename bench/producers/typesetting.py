"""Typst."""

import json

import typst as compiler
from bench.producers.fonts import DEJAVU, OWN_NASKH
from bench.producers.made import Made, Order

_TEMPLATE = """
#let page-data = json("{data}")
#set page(width: 595pt, height: 842pt, margin: 60pt,
  header: align(center, text(10pt, page-data.header)), footer: align(center, text(10pt, page-data.footer)))
#set text(font: ({font}, "DejaVu Sans"), dir: {direction}, size: 12pt)
#for block in page-data.blocks {{
  set text(dir: if block.direction == "rtl" {{ rtl }} else {{ ltr }})
  let said = if block.label == "" {{ block.texts.at(0).at(0) }} else {{ block.label + " " + block.texts.at(0).at(0) }}
  if block.kind in ("ruled", "plain") {{
    table(columns: (auto,) * block.texts.at(0).len(), column-gutter: if block.kind == "plain" {{ 14pt }} else {{ 0pt }},
      stroke: if block.kind == "ruled" {{ 0.7pt }} else {{ none }}, ..block.texts.flatten())
  }} else if block.kind == "columns" {{
    set par(justify: true)
    grid(columns: (1fr,) * block.texts.len(), gutter: 24pt, ..block.texts.map(column => column.map(par).join()))
  }} else if block.kind == "heading" {{ align(center, text(15pt, said)) }}
  else if block.kind == "small" {{ par(text(9.5pt, said)) }}
  else {{ par(said) }}
}}
"""


def typst(orders: list[Order]) -> list[Made]:
    """By typst, contents as data and never as markup."""
    for order in orders:
        data = order.path.with_suffix(".json")
        data.write_text(json.dumps(order.document.plain()), "utf-8")
        source = order.path.with_suffix(".typ")
        name = "Noto Naskh Arabic" if order.font == OWN_NASKH else order.font.family
        source.write_text(
            _TEMPLATE.format(data=data.name, font=json.dumps(name), direction=order.document.direction), "utf-8"
        )
        folders = [str(order.font.path.parent), str(DEJAVU.path.parent)]
        compiler.compile(str(source), output=str(order.path), font_paths=folders, ignore_system_fonts=True)
    return [Made(order) for order in orders]
