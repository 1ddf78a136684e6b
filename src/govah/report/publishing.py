"""Publishing: from a draft and a case to a report whose every sentence leads to its grounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from govah.model.passage import Passage
from govah.model.view import View
from govah.report.document import Imprint, Pictures
from govah.report.draft import parse_draft
from govah.report.drawing import draw
from govah.report.evidence import Confirmed
from govah.report.grounds import ComputedTable
from govah.report.html import print_html
from govah.report.pdf import print_pdf
from govah.report.rules import check


class Format(StrEnum):
    """What a report can be printed as."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Report:
    """A report that keeps the rules.

    Args:
        content: The file.
        sentences: All of them: `cited` + `context`.
        cited: With grounds.
        context: Printed as not a finding.
        unverified: Numbers that rest on readings which no person confirmed, marked as such in print.
        passages: All that is cited, each once, in order of exhibit and place.
    """

    content: bytes
    sentences: int
    cited: int
    context: int
    unverified: int
    passages: tuple[Passage, ...]


def build(
    view: View,
    draft: str,
    output: Format,
    imprint: Imprint,
    *,
    language: str = "en",
    tables: Mapping[str, ComputedTable] | None = None,
    pictures: Pictures | None = None,
    confirmed: Confirmed | None = None,
    require_confirmation: bool = True,
) -> Report:
    """Publish a draft. The same case, draft and imprint give the same bytes.

    Args:
        view: The case.
        draft: Markdown as `govah.report.draft` reads it.
        output: What to print.
        imprint: The report's head.
        language: Of the report's own words where the draft names none: `en` or `fa`.
        tables: What `[@table:NAME]` may cite.
        pictures: Gives the picture of a page; None shows text only.
        confirmed: Whether a person confirmed what stands at a passage; by default, whether a person's correction
            stands there.
        require_confirmation: Refuse numbers that rest on unconfirmed readings; else they are printed with a mark.

    Raises:
        DraftError: The draft breaks a rule; with its line.
        GovahError: The typesetter failed.
    """
    parsed = parse_draft(draft)
    checked = check(
        parsed,
        view,
        tables=tables or {},
        confirmed=confirmed or corrected_by_a_person(view),
        require_confirmation=require_confirmation,
    )
    document = draw(parsed, checked, view, imprint, parsed.language or language, pictures)
    content = print_html(document) if output is Format.HTML else print_pdf(document)
    cited = {
        each.passage.written: each.passage
        for references in checked.references.values()
        for reference in references
        for each in reference.ground.passages
    }
    return Report(
        content,
        checked.cited + checked.context,
        checked.cited,
        checked.context,
        sum(map(len, checked.doubts.values())),
        tuple(sorted(cited.values(), key=lambda passage: (passage.sha256, passage.span))),
    )


def corrected_by_a_person(view: View) -> Confirmed:
    """A person confirmed what stands where a correction of a text, a date or a digit is anchored over it."""

    def confirmed(passage: Passage) -> bool:
        return any(
            correction.anchored is not None
            and correction.anchored.page == passage.span.page
            and correction.anchored.start <= passage.span.start
            and passage.span.end <= correction.anchored.end
            for correction in view.corrections(passage.sha256)
        )

    return confirmed
