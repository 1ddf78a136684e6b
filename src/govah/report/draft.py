"""A draft: what its author wrote, as blocks that know their lines. Nothing is judged here but the form.

Front matter (`title:`, `lang: fa|en`) between lines of `---`, then Markdown with tables, and `::: context` … `:::`
around what is not a finding. Raw HTML, pictures, links, code blocks and footnotes are no part of a report: the first
three carry what no citation grounds or lead outside, the last are made from citations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from govah.errors import DraftError
from govah.model.text import stored_text

LANGUAGES = ("en", "fa")


@dataclass(frozen=True, slots=True)
class Run:
    """Code points `start` to `end` of a text in one style."""

    start: int
    end: int
    strong: bool = False
    emphasis: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words without their markup; LF where a line of the draft ends.

    Args:
        line: The draft's line where they begin, from 1.
    """

    text: str
    runs: tuple[Run, ...]
    line: int

    def line_at(self, offset: int) -> int:
        """The draft's line of a code point."""
        return self.line + self.text.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `first` is the number of its first item, None for bullets."""

    items: tuple[tuple["Block", ...], ...]
    first: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head and its rows, each a text a cell."""

    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is printed as not a finding."""

    blocks: tuple["Block", ...]


Block: TypeAlias = Heading | Paragraph | Items | Quote | Table | Rule | Context


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as parsed. Title and language are None where the author named none."""

    title: Text | None
    language: str | None
    blocks: tuple[Block, ...]


_REFUSED = {
    "html_block": ("Raw HTML is no part of a report.", "Write the words without tags; a lone < is written \\<."),
    "html_inline": ("Raw HTML is no part of a report.", "Write the words without tags; a lone < is written \\<."),
    "image": ("A picture has no grounds that can be checked.", "Cite the page that it shows: [@SHA:PAGE:START-END]."),
    "link_open": ("A link leads out of the report.", "Cite a passage instead, or write the address as `code`."),
    "fence": ("A code block is no part of a report.", "Write it as a paragraph or a list."),
    "code_block": ("An indented code block is no part of a report.", "Take the indent away."),
}
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
_MARKER = re.compile(r"\s{0,3}:::+\s*(.*?)\s*")
_FRONT = re.compile(r"([A-Za-z_]+)\s*:\s*(.*?)\s*")


def read_draft(source: str) -> tuple[Draft, tuple[DraftError, ...]]:
    """Parse a draft, leaving out what has no place in a report; with a problem for each such thing."""
    lines = stored_text(source.removeprefix("\ufeff")).split("\n")
    problems: list[DraftError] = []
    title, language, begin = _front_matter(lines, problems)
    blocks: list[Block] = []
    for is_context, first, part in _segments(lines, begin, problems):
        parsed = _parse(part, first, problems)
        if is_context:
            blocks.append(Context(parsed))
        else:
            blocks.extend(parsed)
    if title is None and blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1:
        title = blocks.pop(0).text  # type: ignore[union-attr]  # a Heading, as just seen
    return Draft(title, language, tuple(blocks)), tuple(problems)


def _front_matter(lines: Sequence[str], problems: list[DraftError]) -> tuple[Text | None, str | None, int]:
    """Title, language and the index of the first line after the front matter."""
    if not lines or lines[0].rstrip() != "---":
        return None, None, 0
    values: dict[str, Text] = {}
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            language = values["lang"].text if "lang" in values else None
            if language is not None and language not in LANGUAGES:
                told = f"{language!r} is no language of reports."
                problems.append(DraftError(told, "Write lang: fa or lang: en.", values["lang"].line))
                language = None
            return values.get("title"), language, index + 1
        if not line.strip():
            continue
        match = _FRONT.fullmatch(line)
        if match is None or match[1] not in ("title", "lang") or match[1] in values:
            told = "The front matter holds `title` and `lang`, each once."
            problems.append(DraftError(told, "Remove this line.", index + 1))
            continue
        value = match[2].strip("\"'") if match[2][:1] in ('"', "'") else match[2]
        values[match[1]] = Text(value, (Run(0, len(value)),), index + 1)
    raise DraftError("The front matter has no end.", "Close it with a line of ---.", 1)


def _segments(lines: Sequence[str], begin: int, problems: list[DraftError]) -> Iterator[tuple[bool, int, str]]:
    """Stretches in and out of `::: context`, with the line before their first and their text."""
    opened: int | None = None
    first = begin
    for index in range(begin, len(lines)):
        match = _MARKER.fullmatch(lines[index])
        if match is None:
            continue
        if (match[1] == "context") != (opened is None) or match[1] not in ("context", ""):
            told = "A block is opened by `::: context`, closed by `:::`, and holds no other."
            problems.append(DraftError(told, "Mend the marks around what is not a finding.", index + 1))
            yield opened is not None, first, "\n".join(lines[first:index])
        else:
            yield opened is not None, first, "\n".join(lines[first:index])
            opened = index if opened is None else None
        first = index + 1
    if opened is not None:
        problems.append(DraftError("This `::: context` is not closed.", "Close it with a line of :::.", opened + 1))
    yield opened is not None, first, "\n".join(lines[first:])


def _parse(text: str, before: int, problems: list[DraftError]) -> tuple[Block, ...]:
    """Parse one stretch that begins after `before` lines."""
    environment: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(text, environment)
    for reference in environment.get("references", {}).values():
        problems.append(DraftError(*_REFUSED["link_open"], before + reference["map"][0] + 1))
    return _Blocks(tokens, before, problems).until(None)


class _Blocks:
    """Reads markdown-it's tokens into blocks."""

    def __init__(self, tokens: Sequence[Token], before: int, problems: list[DraftError]) -> None:
        self._tokens = iter(tokens)
        self._before = before
        self._problems = problems

    def until(self, close: str | None) -> tuple[Block, ...]:
        """All blocks up to the closing token."""
        blocks: list[Block] = []
        for token in self._tokens:
            if token.type == close:
                break
            block = self._block(token)
            if block is not None:
                blocks.append(block)
        return tuple(blocks)

    def _block(self, token: Token) -> Block | None:
        if token.type == "heading_open":
            return Heading(int(token.tag[1:]), self._text())
        if token.type == "paragraph_open":
            return Paragraph(self._text())
        if token.type in ("bullet_list_open", "ordered_list_open"):
            first = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
            return Items(tuple(self._items(token.type.replace("_open", "_close"))), first)
        if token.type == "blockquote_open":
            return Quote(self.until("blockquote_close"))
        if token.type == "table_open":
            return self._table()
        if token.type == "hr":
            return Rule()
        what, remedy = _REFUSED.get(token.type, (f"{token.type} is no part of a report.", "Write it as a paragraph."))
        self._problems.append(DraftError(what, remedy, self._before + (token.map[0] if token.map else 0) + 1))
        return None

    def _items(self, close: str) -> Iterator[tuple[Block, ...]]:
        for token in self._tokens:
            if token.type == close:
                return
            yield self.until("list_item_close")

    def _table(self) -> Table:
        rows: list[list[Text]] = []
        for token in self._tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_text(token, self._before, self._problems))
        return Table(tuple(rows[0]), tuple(map(tuple, rows[1:])))

    def _text(self) -> Text:
        inline = next(self._tokens)
        next(self._tokens)  # the closing token
        return _text(inline, self._before, self._problems)


def _text(inline: Token, before: int, problems: list[DraftError]) -> Text:
    line = before + (inline.map[0] if inline.map else 0) + 1
    pieces: list[str] = []
    runs: list[Run] = []
    at = strong = emphasis = 0
    for child in inline.children or ():
        if child.type in _REFUSED:
            problems.append(DraftError(*_REFUSED[child.type], line + "".join(pieces).count("\n")))
            continue
        strong += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        emphasis += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        piece = "\n" if child.type in ("softbreak", "hardbreak") else child.content
        if piece:
            runs.append(Run(at, at + len(piece), strong > 0, emphasis > 0, child.type == "code_inline"))
            pieces.append(piece)
            at += len(piece)
    text = Text("".join(pieces), tuple(runs), line)
    for footnote in _FOOTNOTE.finditer(text.text):
        told, remedy = "Footnotes are made from citations.", "Write the note as a sentence."
        problems.append(DraftError(told, remedy, text.line_at(footnote.start())))
    return text
