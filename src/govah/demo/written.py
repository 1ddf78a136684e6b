"""What a paper says, as its maker wrote it, in the order in which it is read: no reader of files is asked."""

from govah.demo.paper import Block, Paper
from govah.demo.stationery import address, details, stationery, superior
from govah.demo.victim_list import numeral, victim_table


def written(paper: Paper) -> str:
    """A letter's text, line by line: class, head, registry block, address, body, signature, stamp, copies, margin.

    Mails, workbooks and the archive of a conference have other forms: their files are text already.
    """
    words = stationery(paper.language)
    head = [superior(paper), paper.printed_sender]
    lines = [words.invocation if paper.invoked else "", *head] if paper.layout in ("letter", "letterhead") else []
    lines += [f"{label}: {value}" for label, value in details(paper)]
    lines += [f"{label}: {value}" for label, value in address(paper)]
    lines += body_lines(paper)
    if paper.signature is not None:
        lines += [paper.signature.name, paper.signature.title]
    lines += [line for stamp in paper.stamp for line in stamp.lines]
    lines += [*([f"{words.copies}:"] if paper.cc else []), *(f"– {copy}" for copy in paper.cc)]
    lines += [paper.margin.text] if paper.margin else []
    mark = [paper.classification] if paper.marked else []
    foot = [*mark, f"{words.page} {words.numeral} {words.of} {words.numeral}"] if paper.footed else []
    return "\n".join(line for line in [*mark, *lines, *foot] if line)


def body_lines(paper: Paper) -> list[str]:
    """The lines of a paper's body; cells of a table stand apart by tabs."""
    return [line for block in paper.body for line in _lines(block, paper.language)]


def _lines(block: Block, language: str) -> list[str]:
    if block.list:
        columns, rows = victim_table(block.list)
        return ["\t".join(row) for row in (columns, *rows)]
    if block.columns:
        return ["\t".join(row) for row in (block.columns, *block.rows)]
    if block.items:
        return [f"{numeral(n, language)}. {item}" for n, item in enumerate(block.items, start=1)]
    return [block.heading or block.text]
