"""The rules of publishing: no sentence without its grounds, no number that they do not hold.

- A sentence of the body carries a citation, or stands in a `::: context` block. A table's row is one statement: its
  citations ground each of its cells, but a cell of several sentences needs a citation in each.
- Each number of a cited sentence stands whole in a cited passage or table; a date may stand there in another calendar.
  "Ex. 8" is a reference, and the exhibit must exist. A paragraph's own number at its beginning is no number.
- A heading is no sentence and needs no citation; its numbers (but its own at the beginning) stand in what the section
  under it cites, those of a table's head in what the table cites, those of the title in the case's name or anywhere in
  what is cited.
- A number read by a machine on a picture is published only after a person confirmed it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from govah.consolidate.dates import find_dates
from govah.consolidate.folding import ascii_digits
from govah.errors import DraftError
from govah.model.view import View
from govah.report.citations import Citation, find_citations
from govah.report.draft import Block, Context, Draft, Heading, Items, Paragraph, Quote, Table, Text
from govah.report.evidence import Confirmed, Doubt, Evidence
from govah.report.grounds import ComputedTable, Ground, Grounds
from govah.report.numbers import Number, find_numbers, range_ends
from govah.report.sentences import split_sentences

_EXHIBIT = re.compile(
    r"(?:(?P<plural>\bExs\b\.?|\bExhibits\b|(?<!\w)(?:اسناد|مستندات|سند[\u200c ]?های?)(?!\w))"
    r"|\b(?:Ex|Exhibit)\b\.?|(?<!\w)(?:سند|مستند)(?!\w))(?:\s*(?:\bNos?\b\.?|شمارهٔ?(?!\w)))?"
    r"\s*(?P<first>\d{1,6})(?!\d*[./:٬]?\d)"
    r"(?P<more>(?(plural)(?:\s*(?:,|،|–|-|and|و)\s*\d{1,6}(?!\d*[./:,٬]?\d))*|))"
    r"(?P<page>\s*[,،│|]?\s*(?:\bpp?\.|\bpages?\b|(?<!\w)ص(?!\w)\.?|صفحهٔ?(?!\w))\s*\d{1,6})?",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\s*\d{1,3}(?:[.\-]\d{1,3})*[.)](?=\s)")
_YEAR_DAYS = 350
_ENDED = re.compile(r"[.!?؟。]\s*\Z")
_CITE_IT = "Add a citation ([@SHA:PAGE:START-END]), or put the words into a ::: context block."


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of the draft and what it stands on."""

    citation: Citation
    ground: Ground


@dataclass(slots=True)
class Checked:
    """What a draft's check found.

    Args:
        cited: Sentences with grounds.
        context: Sentences printed as not a finding.
        references: Of each text, by its line and words.
        doubts: Of each text, start and end of numbers that no person confirmed.
    """

    cited: int = 0
    context: int = 0
    references: dict[Text, tuple[Reference, ...]] = field(default_factory=dict)
    doubts: dict[Text, tuple[tuple[int, int], ...]] = field(default_factory=dict)


def check(
    draft: Draft,
    view: View,
    *,
    tables: Mapping[str, ComputedTable],
    confirmed: Confirmed,
    require_confirmation: bool,
) -> Checked:
    """Hold a draft against the rules.

    Raises:
        DraftError: It breaks one; with its line.
    """
    checker = _Checker(Grounds(view, tables), confirmed, require_confirmation=require_confirmation)
    checker.blocks(draft.blocks)
    if draft.title is not None:
        named = {number.parts for number in find_numbers(view.name)}
        checker.title(draft.title, named)
    return checker.checked


class _Checker:
    """Goes through a draft once."""

    def __init__(self, grounds: Grounds, confirmed: Confirmed, *, require_confirmation: bool) -> None:
        self._grounds = grounds
        self._confirmed = confirmed
        self._require_confirmation = require_confirmation
        self.checked = Checked()

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Check blocks in their order; headings with the sections under them."""
        for index, block in enumerate(blocks):
            if isinstance(block, Heading):
                self._references(block.text)
                self._block_texts(_section(blocks, index))
                self._heading(block, _section(blocks, index))
            else:
                self._body(block)

    def title(self, title: Text, named: set[tuple[str, ...]]) -> None:
        """Check the numbers of a title, given those of the case's name."""
        self._references(title)
        grounds = [reference.ground for found in self.checked.references.values() for reference in found]
        numbers = [number for number in self._numbers(title, 0, len(title.text)) if number.parts not in named]
        self._hold(title, 0, len(title.text), Evidence(grounds, self._confirmed), numbers)

    def _body(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block.text)
        elif isinstance(block, Items):
            for item in block.items:
                self.blocks(item)
        elif isinstance(block, Quote):
            self.blocks(block.blocks)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Context):
            for text in _texts(block.blocks):
                self.checked.context += len(_spoken(text, self._references(text)))

    def _paragraph(self, text: Text) -> None:
        references = self._references(text)
        for start, end in _spoken(text, references):
            grounds = [each.ground for each in references if start <= each.citation.start < end]
            self._sentence(text, start, end, grounds)

    def _sentence(self, text: Text, start: int, end: int, grounds: Sequence[Ground]) -> None:
        if not grounds:
            said = " ".join(text.text[start:end].split())
            shown = said if len(said) <= 60 else said[:60] + "…"
            raise DraftError(f"This sentence has no grounds: {shown}", _CITE_IT, text.line_at(start))
        self._hold(text, start, end, Evidence(grounds, self._confirmed), self._numbers(text, start, end))
        self.checked.cited += 1

    def _table(self, table: Table) -> None:
        whole: list[Ground] = []
        for row in table.rows:
            shared = [reference.ground for cell in row for reference in self._references(cell)]
            whole.extend(shared)
            for cell in row:
                references = self._references(cell)
                spoken = _spoken(cell, references)
                for start, end in spoken:
                    own = [each.ground for each in references if start <= each.citation.start < end]
                    self._sentence(cell, start, end, own if len(spoken) > 1 else shared)
        evidence = Evidence(whole, self._confirmed)
        for cell in table.head:
            self._references(cell)
            self._hold(cell, 0, len(cell.text), evidence, self._numbers(cell, 0, len(cell.text)))

    def _heading(self, heading: Heading, section: Sequence[Block]) -> None:
        text = heading.text
        if len(split_sentences(text.text, _places(self._references(text)))) > 1 or _ENDED.search(text.text):
            raise DraftError(
                "A heading is no sentence.", "Write it without a full stop, or as a paragraph.", text.line_at(0)
            )
        texts = [text, *_texts(section)]
        grounds = [reference.ground for each in texts for reference in self._references(each)]
        numbers = self._numbers(text, 0, len(text.text))
        self._hold(text, 0, len(text.text), Evidence(grounds, self._confirmed) if numbers else None, numbers)

    def _block_texts(self, blocks: Sequence[Block]) -> None:
        for text in _texts(blocks):
            self._references(text)

    def _references(self, text: Text) -> tuple[Reference, ...]:
        if text not in self.checked.references:
            found = find_citations(text.text, text.line)
            self.checked.references[text] = tuple(
                Reference(citation, self._grounds.find(citation.target, text.line_at(citation.start)))
                for citation in found
            )
        return self.checked.references[text]

    def _numbers(self, text: Text, start: int, end: int) -> list[Number]:
        """The numbers of a stretch, without those of citations, of exhibits spoken of, and its own at the beginning."""
        masked = _masked(text, self._references(text))
        digits = ascii_digits(masked)
        own = _OWN_NUMBER.match(digits)
        skipped = [(own.start(), own.end())] if own else []
        for match in _EXHIBIT.finditer(digits, start, end):
            for number in re.findall(r"\d+", match["first"] + match["more"]):
                self._grounds.require_exhibit(int(number), text.line_at(match.start()))
            skipped.append(match.span())
        return [
            Number(start + number.start, start + number.end, number.parts, number.joins)
            for number in find_numbers(masked[start:end])
            if not any(left <= start + number.start < right for left, right in skipped)
        ]

    def _hold(self, text: Text, start: int, end: int, evidence: Evidence | None, numbers: Sequence[Number]) -> None:
        """See that grounds hold these numbers of a stretch."""
        if evidence is None:
            return
        masked = _masked(text, self._references(text))[start:end]
        dates = [(start + left, start + right, found) for left, right, found in find_dates(masked)]
        for number in numbers:
            verdict = self._verdict(number, evidence)
            for left, right, found in dates:
                if left <= number.start and number.end <= right and found.earliest and found.latest:
                    # a day, a month's year may stand there for themselves: only the whole date grounds them
                    is_day = len(number.parts) == 1 and (found.latest - found.earliest).days < _YEAR_DAYS
                    verdict = _better(False if is_day else verdict, evidence.date(found))
            self._judge(text, number, verdict)

    def _verdict(self, number: Number, evidence: Evidence) -> Doubt | bool:
        verdict = evidence.number(number)
        ends = range_ends(number)
        if verdict is False and ends:
            verdicts = [evidence.number(end) for end in ends]
            if all(verdicts):
                verdict = next((each for each in verdicts if each is not True), True)
        if verdict is not True and len(number.parts) == 1 and len(number.parts[0]) == 4:
            verdict = _better(verdict, evidence.year(int(number.parts[0])))
        return verdict

    def _judge(self, text: Text, number: Number, verdict: Doubt | bool) -> None:
        shown = text.text[number.start : number.end]
        if verdict is False:
            raise DraftError(
                f"The number {shown} stands in no passage or table that is cited for it.",
                "Correct the number, or cite where it stands, the whole number within the passage.",
                text.line_at(number.start),
            )
        if verdict is True:
            return
        if self._require_confirmation:
            raise DraftError(
                f"The number {shown} rests on a machine's reading that no person confirmed.",
                "Look at the page, then: govah correct "
                f"{verdict.passage.written} --field digit --value '{verdict.passage.exact}' --why 'read on the page'",
                text.line_at(number.start),
            )
        self.checked.doubts[text] = (*self.checked.doubts.get(text, ()), (number.start, number.end))


def _better(one: Doubt | bool, other: Doubt | bool) -> Doubt | bool:
    if one is True or other is True:
        return True
    return one or other


def _section(blocks: Sequence[Block], index: int) -> Sequence[Block]:
    """The blocks under a heading, up to the next that is as high."""
    heading = blocks[index]
    for end in range(index + 1, len(blocks)):
        block = blocks[end]
        if isinstance(block, Heading) and isinstance(heading, Heading) and block.level <= heading.level:
            return blocks[index + 1 : end]
    return blocks[index + 1 :]


def _texts(blocks: Sequence[Block]) -> Iterable[Text]:
    """All texts of blocks, in order."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Items):
            for item in block.items:
                yield from _texts(item)
        elif isinstance(block, Quote | Context):
            yield from _texts(block.blocks)
        elif isinstance(block, Table):
            yield from block.head
            yield from (cell for row in block.rows for cell in row)


def _places(references: Sequence[Reference]) -> tuple[tuple[int, int], ...]:
    return tuple((each.citation.start, each.citation.end) for each in references)


def _masked(text: Text, references: Sequence[Reference]) -> str:
    """The text with spaces for its citations."""
    masked = text.text
    for start, end in _places(references):
        masked = masked[:start] + " " * (end - start) + masked[end:]
    return masked


def _spoken(text: Text, references: Sequence[Reference]) -> list[tuple[int, int]]:
    """The sentences of a text that hold a word or a number; what is only citations asks nothing."""
    masked = _masked(text, references)
    found = split_sentences(text.text, _places(references))
    return [(start, end) for start, end in found if any(char.isalnum() for char in masked[start:end])]
