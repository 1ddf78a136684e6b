"""From a checked draft to the document that printers draw."""

from itertools import pairwise

from govah.model.view import View
from govah.report.annex import Annex, Notes, mark_of
from govah.report.document import Document, Drawn, Fact, Imprint, Pictures, Piece, direction, visible
from govah.report.draft import Block, Context, Draft, Heading, Items, Paragraph, Quote, Run, Table, Text
from govah.report.evidence import Confirmed
from govah.report.grounds import Ground
from govah.report.rules import Checked
from govah.report.wording import WORDINGS, day_name, numeral, standard_name


def draw(
    draft: Draft,
    checked: Checked,
    view: View,
    imprint: Imprint,
    language: str,
    pictures: Pictures | None,
    confirmed: Confirmed,
) -> Document:
    """Make the document of a checked draft."""
    drawer = _Drawer(checked, language)
    words = WORDINGS[language]
    title = drawer.pieces(draft.title) if draft.title is not None else (Piece(words.untitled),)
    plain = "".join(piece.text for piece in title if not piece.citation)
    blocks = tuple(map(drawer.block, draft.blocks))
    annex = Annex(view, drawer.notes, language, pictures, confirmed).sections()
    head, root = _head(view, imprint, checked, language), visible(imprint.log_root)
    known = _custody_known(view, drawer.notes)
    return Document(language, words, title, plain, head, blocks, annex, root, known)


def _custody_known(view: View, notes: Notes) -> bool:
    """Whether the log tells of every cited exhibit what happened to it before it was admitted."""
    cited = {each.passage.sha256 for ground in notes.grounds for each in ground.passages}
    told = [view.acquired(sha256) for sha256 in cited]
    return all(found and all(each.record.history for each in found) for found in told)


def _head(view: View, imprint: Imprint, checked: Checked, language: str) -> tuple[Fact, ...]:
    words = WORDINGS[language]
    log = words.log_value.format(size=numeral(imprint.log_size, language))
    counts = words.counts_value.format(
        sentences=numeral(checked.cited + checked.context, language),
        cited=numeral(checked.cited, language),
        context=numeral(checked.context, language),
    )
    name, standard = visible(view.name), visible(standard_name(view.standard, language))
    return (
        Fact(words.case, name, direction=direction(name)),
        Fact(words.as_of, day_name(imprint.as_of, language), direction=words.direction, when=imprint.as_of),
        Fact(words.standard, standard, direction=direction(standard)),
        Fact(words.log, log, direction=words.direction),
        Fact(words.root, visible(imprint.log_root), is_code=True),
        Fact(words.counts, counts, direction=words.direction),
    )


class _Drawer:
    """Draws a draft's blocks."""

    def __init__(self, checked: Checked, language: str) -> None:
        self._checked = checked
        self._language = language
        self.notes = Notes()

    def block(self, block: Block) -> Drawn:
        """One block."""
        if isinstance(block, Heading):
            return Drawn("heading", self.pieces(block.text), level=block.level)
        if isinstance(block, Paragraph):
            return Drawn("paragraph", self.pieces(block.text))
        if isinstance(block, Items):
            items = tuple(tuple(map(self.block, item)) for item in block.items)
            return Drawn("list", first=block.first, items=items)
        if isinstance(block, Quote):
            return Drawn("quote", blocks=tuple(map(self.block, block.blocks)))
        if isinstance(block, Table):
            rows = tuple(tuple(map(self.pieces, row)) for row in block.rows)
            return Drawn("table", head=tuple(map(self.pieces, block.head)), rows=rows)
        if isinstance(block, Context):
            return Drawn("context", blocks=tuple(map(self.block, block.blocks)))
        return Drawn("rule")

    def pieces(self, text: Text) -> tuple[Piece, ...]:
        """A text in its styles, citations as notes, unconfirmed numbers marked."""
        references = self._checked.references.get(text, ())
        doubts, put = self._checked.doubts.get(text, ()), self._checked.put.get(text, ())
        cuts = {0, len(text.text)}
        cuts.update(edge for run in text.runs for edge in (run.start, run.end))
        cuts.update(edge for each in references for edge in (each.citation.start, each.citation.end))
        cuts.update(edge for number in (*doubts, *put) for edge in number)
        drawn: list[Piece] = []
        for start, end in pairwise(sorted(cuts)):
            cited = next((each for each in references if each.citation.start <= start < each.citation.end), None)
            if cited is None:
                run = next(run for run in text.runs if run.start <= start < run.end)
                is_doubtful = any(left <= start < right for left, right in doubts)
                is_put = any(left <= start < right for left, right in put)
                drawn.append(_piece(text.text[start:end], run, doubtful=is_doubtful, put=is_put))
            elif start == cited.citation.start:
                drawn.append(self._citation(cited.ground))
        return tuple(drawn)

    def _citation(self, ground: Ground) -> Piece:
        number, is_first = self.notes.number(ground)
        is_put = any(
            cited.put_by_person(cited.place.start, cited.place.end)
            for cited in ground.passages
            if cited.place is not None
        )
        begins = (number,) if is_first else ()
        return Piece(self._label(ground), citation=True, notes=(number,), begins=begins, put=is_put)

    def _label(self, ground: Ground) -> str:
        words = WORDINGS[self._language]
        if ground.claim is not None:
            return words.claim.format(id=numeral(ground.claim.id, self._language))
        if ground.table is not None:
            return words.table.format(name=ground.table.name)
        return mark_of(ground.passages[0], self._language)


def _piece(words: str, run: Run, *, doubtful: bool, put: bool) -> Piece:
    return Piece(visible(words.replace("\n", " ")), run.strong, run.emphasis, run.code, doubtful, put=put)
