"""The rules of publishing: no sentence without its grounds, no number that they do not hold.

- A sentence of the body carries a citation, or stands in a `::: context` block. A table's row is one statement: its
  citations ground each of its cells, but a cell of several sentences needs a citation in each.
- Each number of a cited sentence stands whole in a cited passage or table; a date may stand there in another calendar.
  "Ex. 8" is a reference, and the exhibit must exist. A paragraph's own number at its beginning is no number.
- A heading is no sentence and needs no citation; its numbers (but its own at the beginning) stand in what the section
  under it cites, those of a table's head in what the table cites, those of the title in the case's name or anywhere in
  what is cited.
- What a person withdrew grounds nothing: a sentence that cites it stands in a context block, or names the exhibit and
  says that it was withdrawn. A claim that was assessed before a paper of its history was withdrawn is assessed again.
- A number read by a machine on a picture is published only after a person confirmed it; one that a person put where
  the file itself says something else is published with a mark that says so. This holds for a number in words, for
  those of a context block and for those of a claim as well, wherever the figure stands in what is cited there.

All that breaks a rule is told at once. Where a citation is itself wrong, nothing more is said of what it would ground.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from govah.consolidate.folding import ascii_digits
from govah.errors import DraftError
from govah.model.identifiers import EntryIndex
from govah.model.view import View
from govah.report.citations import Citation, Mistake, read_citations
from govah.report.draft import Block, Context, Draft, Heading, Items, Paragraph, Quote, Table, Text
from govah.report.evidence import Confirmed, Doubt, Evidence
from govah.report.grounds import ComputedTable, Ground, Grounds
from govah.report.holding import doubted, held, worded
from govah.report.numbers import Number, find_numbers
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
_ENDED = re.compile(r"[.!?؟。]\s*\Z")
_WITHDRAWN = re.compile(r"\bwithdr[ae]w|کنار[\s\u200c]*گذاشت|سُ?حب|مسحوب", re.IGNORECASE)
_SHOWN = 60
_CITE_IT = "Add a citation ([@SHA:PAGE:START-END]), or put the words into a ::: context block."
_CITE_ANOTHER = (
    "Cite another exhibit; or put the words into a ::: context block; or write in the sentence that Ex. {number} was "
    "withdrawn. Whoever finds the withdrawal wrong takes it back: govah reinstate ex{number} --why WHY"
)
_ASSESS_AGAIN = (
    "Weigh the claim anew without it: govah claim assess {claim} --status S --for PASSAGE --why WHY; or put the words "
    "into a ::: context block."
)


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
        put: Of each text, start and end of numbers that a person put where a file says something else.
    """

    cited: int = 0
    context: int = 0
    references: dict[Text, tuple[Reference, ...]] = field(default_factory=dict)
    doubts: dict[Text, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    put: dict[Text, tuple[tuple[int, int], ...]] = field(default_factory=dict)


def check(
    draft: Draft,
    view: View,
    *,
    tables: Mapping[str, ComputedTable],
    confirmed: Confirmed,
    require_confirmation: bool,
    problems: Sequence[DraftError] = (),
) -> Checked:
    """Hold a draft against the rules.

    Args:
        problems: What is wrong with the draft already.

    Raises:
        DraftError: It breaks rules; with their lines.
    """
    checker = _Checker(Grounds(view, tables), confirmed, require_confirmation=require_confirmation)
    checker.problems.extend(problems)
    checker.blocks(draft.blocks)
    if draft.title is not None:
        named = {number.parts for number in find_numbers(view.name)}
        checker.title(draft.title, named)
    checked = checker.checked
    if not checker.problems and not checked.cited + checked.context:
        checker.problems.append(DraftError("The draft has no sentence.", "Write a finding, and cite its grounds.", 1))
    if checker.problems:
        raise DraftError.of(checker.problems)
    return checked


class _Checker:
    """Goes through a draft once."""

    def __init__(self, grounds: Grounds, confirmed: Confirmed, *, require_confirmation: bool) -> None:
        self._grounds = grounds
        self._confirmed = confirmed
        self._require_confirmation = require_confirmation
        self._mistakes: dict[Text, tuple[Mistake, ...]] = {}
        self._claims: set[EntryIndex] = set()
        self.checked = Checked()
        self.problems: list[DraftError] = []

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
        if any(self._mistakes.values()):
            return
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
            self._aside(list(_texts(block.blocks)))

    def _aside(self, texts: Sequence[Text]) -> None:
        """What is not a finding needs no grounds; but what it cites is no way round a confirmation."""
        grounds = [reference.ground for text in texts for reference in self._references(text)]
        evidence = Evidence(grounds, self._confirmed)
        for text in texts:
            self.checked.context += len(self._spoken(text))
            end = len(text.text)
            self._hold(text, 0, end, evidence, self._numbers(text, 0, end), must_stand=False)

    def _paragraph(self, text: Text) -> None:
        references = self._references(text)
        for start, end in self._spoken(text):
            grounds = [each.ground for each in references if start <= each.citation.start < end]
            self._sentence(text, start, end, grounds)

    def _sentence(self, text: Text, start: int, end: int, grounds: Sequence[Ground]) -> None:
        self.checked.cited += 1
        if self._is_mistaken(text, start, end):
            return
        if not grounds:
            said = _shortened(text.text[start:end])
            told = f"This sentence has no grounds: {said}"
            self.problems.append(DraftError(told, _CITE_IT, text.line_at(start)))
            return
        self._refuse_withdrawn(text, start, end, grounds)
        self._hold(text, start, end, Evidence(grounds, self._confirmed), self._numbers(text, start, end))

    def _refuse_withdrawn(self, text: Text, start: int, end: int, grounds: Sequence[Ground]) -> None:
        """See that a sentence stands on nothing that was withdrawn, unless that is what it says."""
        words = ascii_digits(self._masked(text)[start:end])
        named = {
            int(number)
            for match in _EXHIBIT.finditer(words)
            for number in re.findall(r"\d+", match["first"] + match["more"])
        }
        said = named if _WITHDRAWN.search(words) else set()
        found = {id(each): (ground, each) for ground in grounds if (each := ground.withdrawn()) is not None}
        for ground, exhibit in found.values():
            if exhibit.number not in said and exhibit.withdrawal is not None:
                told = f"Ex. {exhibit.number} was {exhibit.withdrawal.told}"
                claim = None if ground.claim is None else ground.claim.id
                remedy = (_CITE_ANOTHER if claim is None else _ASSESS_AGAIN).format(number=exhibit.number, claim=claim)
                said_so = f"{told}. It grounds no sentence: {_shortened(words)}"
                self.problems.append(DraftError(said_so, remedy, text.line_at(start)))

    def _table(self, table: Table) -> None:
        whole: list[Ground] = []
        for row in table.rows:
            shared = [reference.ground for cell in row for reference in self._references(cell)]
            whole.extend(shared)
            if any(self._is_mistaken(cell, 0, len(cell.text)) for cell in row):
                continue
            for cell in row:
                references = self._references(cell)
                spoken = self._spoken(cell)
                for start, end in spoken:
                    own = [each.ground for each in references if start <= each.citation.start < end]
                    self._sentence(cell, start, end, own if len(spoken) > 1 else shared)
        evidence = Evidence(whole, self._confirmed)
        is_mistaken = any(self._is_mistaken(cell, 0, len(cell.text)) for row in table.rows for cell in row)
        for cell in table.head:
            self._references(cell)
            if not is_mistaken:
                self._hold(cell, 0, len(cell.text), evidence, self._numbers(cell, 0, len(cell.text)))

    def _heading(self, heading: Heading, section: Sequence[Block]) -> None:
        text = heading.text
        if len(split_sentences(text.text, self._places(text))) > 1 or _ENDED.search(text.text):
            told = f"A heading is no sentence: {_shortened(text.text)}"
            self.problems.append(DraftError(told, "Write it without a full stop, or as a paragraph.", text.line_at(0)))
            return
        texts = [text, *_texts(section)]
        grounds = [reference.ground for each in texts for reference in self._references(each)]
        if any(self._is_mistaken(each, 0, len(each.text)) for each in texts):
            return
        numbers = self._numbers(text, 0, len(text.text))
        self._hold(text, 0, len(text.text), Evidence(grounds, self._confirmed) if numbers else None, numbers)

    def _block_texts(self, blocks: Sequence[Block]) -> None:
        for text in _texts(blocks):
            self._references(text)

    def _references(self, text: Text) -> tuple[Reference, ...]:
        if text not in self.checked.references:
            found, mistakes = read_citations(text.text, text.line)
            references = []
            for citation in found:
                try:
                    ground = self._grounds.find(citation.target, text.line_at(citation.start))
                except DraftError as error:
                    mistakes = (*mistakes, (citation.start, citation.end, error))
                else:
                    references.append(Reference(citation, ground))
                    self._claim(text, citation.start, ground)
            self.checked.references[text] = tuple(references)
            self._mistakes[text] = mistakes
            self.problems.extend(error for _, _, error in mistakes)
        return self.checked.references[text]

    def _claim(self, text: Text, at: int, ground: Ground) -> None:
        """The annex prints a claim's own words: see that no number in them rests on what nobody confirmed."""
        if ground.claim is None or not self._require_confirmation or ground.claim.id in self._claims:
            return
        self._claims.add(ground.claim.id)
        said = ground.claim.shown
        for start, end, doubt in doubted(said, Evidence([ground], self._confirmed)):
            self._refuse(text, at, said[start:end], doubt, f"claim {ground.claim.id}: {_shortened(said)}")

    def _places(self, text: Text) -> tuple[tuple[int, int], ...]:
        """Start and end of all citations of a text, the mistaken ones too."""
        places = [(each.citation.start, each.citation.end) for each in self._references(text)]
        return tuple(sorted(places + [(start, end) for start, end, _ in self._mistakes[text]]))

    def _is_mistaken(self, text: Text, start: int, end: int) -> bool:
        """Whether a citation within a stretch is wrong, so that nothing can be said of its grounds."""
        self._references(text)
        return any(start <= at < end for at, _, _ in self._mistakes[text])

    def _masked(self, text: Text) -> str:
        """The text with spaces for its citations."""
        masked = text.text
        for start, end in self._places(text):
            masked = masked[:start] + " " * (end - start) + masked[end:]
        return masked

    def _spoken(self, text: Text) -> list[tuple[int, int]]:
        """The sentences of a text that hold a word or a number; what is only citations asks nothing."""
        masked = self._masked(text)
        found = split_sentences(text.text, self._places(text))
        return [(start, end) for start, end in found if any(char.isalnum() for char in masked[start:end])]

    def _numbers(self, text: Text, start: int, end: int) -> list[Number]:
        """The numbers of a stretch, without those of citations, of exhibits spoken of, and its own at the beginning."""
        masked = self._masked(text)
        digits = ascii_digits(masked)
        own = _OWN_NUMBER.match(digits)
        skipped = [(own.start(), own.end())] if own else []
        for match in _EXHIBIT.finditer(digits, start, end):
            for number in re.findall(r"\d+", match["first"] + match["more"]):
                try:
                    self._grounds.require_exhibit(int(number), text.line_at(match.start()))
                except DraftError as error:
                    self.problems.append(error)
            skipped.append(match.span())
        return [
            Number(start + number.start, start + number.end, number.parts, number.joins)
            for number in find_numbers(masked[start:end])
            if not any(left <= start + number.start < right for left, right in skipped)
        ]

    def _hold(
        self,
        text: Text,
        start: int,
        end: int,
        evidence: Evidence | None,
        numbers: Sequence[Number],
        *,
        must_stand: bool = True,
    ) -> None:
        """See that grounds hold these numbers of a stretch, and none of them under a doubt."""
        if evidence is None:
            return
        words = self._masked(text)[start:end]
        for number, verdict in held(words, start, numbers, evidence):
            if must_stand or verdict is not False:
                self._judge(text, number, verdict, _shortened(words))
        for number, doubt in worded(words, start, evidence):
            self._judge(text, number, doubt, _shortened(words))

    def _judge(self, text: Text, number: Number, verdict: Doubt | bool, sentence: str) -> None:
        shown = text.text[number.start : number.end]
        line = text.line_at(number.start)
        if verdict is False:
            told = f"The number {shown} stands in no passage or table that is cited for it: {sentence}"
            remedy = "Correct the number, or cite where it stands, the whole number within the passage."
            self.problems.append(DraftError(told, remedy, line))
        elif isinstance(verdict, Doubt) and verdict.put_by_person:
            self.checked.put[text] = (*self.checked.put.get(text, ()), (number.start, number.end))
        elif isinstance(verdict, Doubt) and self._require_confirmation:
            self._refuse(text, number.start, shown, verdict, sentence)
        elif isinstance(verdict, Doubt):
            self.checked.doubts[text] = (*self.checked.doubts.get(text, ()), (number.start, number.end))

    def _refuse(self, text: Text, at: int, shown: str, doubt: Doubt, sentence: str) -> None:
        """Say that a number rests on what no person confirmed."""
        told = f"The number {shown} rests on a machine's reading that no person confirmed: {sentence}"
        if doubt.lost:
            told = f"The number {shown} rests on a passage that is not found on its page any more: {sentence}"
        self.problems.append(DraftError(told, _look(doubt), text.line_at(at)))


def _look(doubt: Doubt) -> str:
    """What a person does about a reading that nobody confirmed."""
    passage = doubt.passage
    page, start, end = passage.span
    if doubt.lost:
        return f"See what the page says now, and cite it there: govah text {passage.sha256[:12]} --page {page}"
    place = f"{passage.sha256[:12]}:{page}:{start}-{end}"
    return (
        f"Look at the page. If it shows {passage.exact!r}: govah confirm {place}\n"
        f"Else: govah correct {place} --field text --value 'what it shows' --why 'read on the page'"
    )


def _shortened(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"


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
