"""XeTeX without macro packages: paragraphs and lists, no tables or columns."""

import subprocess

from bench.producers.document import Block, Document
from bench.producers.fonts import DEJAVU, Font
from bench.producers.made import Made, Order
from bench.producers.runs import levels

_START = r"""\TeXXeTstate=1 \pdfpagewidth=595bp \pdfpageheight=842bp \hsize=470bp \nopagenumbers \parindent=0pt
\parskip=6pt \baselineskip=22pt \tolerance=9999 \emergencystretch=60pt \parfillskip=0pt
\font\page="[{path}]:script=arab" at 12pt \font\other="[{other}]:script=arab" at 11pt \page
\catcode`\_=12 \catcode`\#=12 \catcode`\&=12 \catcode`\%=12 \catcode`\$=12 \catcode`\^=12 \catcode`\~=12
\catcode`\|=0 |catcode`|\=12
"""


KINDS = ("arabic", "joiners", "points")
"""Contents without tables, columns and Latin brackets, which plain XeTeX sets by shape and wrongly."""


def xetex(orders: list[Order]) -> list[Made]:
    """By plain XeTeX, directions by hand: it has no bidirectional algorithm."""
    made = []
    for order in orders:
        if order.document.kind not in KINDS:
            continue
        source = order.path.with_suffix(".tex")
        source.write_text(_written(order.document, order.font), "utf-8")
        command = ["xetex", "-interaction=batchmode", f"-output-directory={order.path.parent}", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=order.path.parent)
        made.append(Made(order))
    return made


def _written(document: Document, font: Font) -> str:
    start = _START.format(path=font.path, other=DEJAVU.path)
    running = [Block("small", ((text,),), document.direction) for text in (document.footer,) if text]
    blocks = [*document.blocks, *running]
    return "\n".join([start, *(_paragraph(block, font) for block in blocks), "|bye"])


def _paragraph(block: Block, font: Font) -> str:
    said = next(block.said())
    marked = list(zip(said, levels(said, block.direction), strict=True))
    if block.direction == "rtl":
        return rf"|leftskip=0pt plus 1fil |rightskip=0pt|par|noindent|beginR {_nested(marked, 1, font)}|endR|par"
    return rf"|rightskip=0pt plus 1fil |leftskip=0pt|par|noindent {_nested(marked, 0, font)}|par"


def _nested(marked: list[tuple[str, int]], level: int, font: Font) -> str:
    """Stretches of a higher level in groups of their own direction."""
    parts: list[str] = []
    start = 0
    while start < len(marked):
        deeper = marked[start][1] > level
        end = start
        while end < len(marked) and (marked[end][1] > level) == deeper:
            end += 1
        if deeper:
            turned = "R" if (level + 1) % 2 else "L"
            parts.append(rf"|begin{turned} {_nested(marked[start:end], level + 1, font)}|end{turned} ".rstrip() + "{}")
        else:
            parts.append(_in_fonts("".join(char for char, _ in marked[start:end]), font))
        start = end
    return "".join(parts)


def _in_fonts(text: str, font: Font) -> str:
    if all(font.holds(char) or char.isspace() for char in text):
        return text
    return rf"{{|other {text}}}"
