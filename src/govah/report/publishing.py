"""Publishing: from a draft and a case to a report whose every sentence leads to its grounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from govah.model.identifiers import Sha256
from govah.model.passage import Passage
from govah.model.view import View
from govah.report.document import Imprint, Pictures
from govah.report.draft import read_draft
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
        put_by_person: Numbers that a person put where the file itself says something else, marked likewise.
        passages: All that is cited, each once, in order of exhibit and place.
    """

    content: bytes
    sentences: int
    cited: int
    context: int
    unverified: int
    put_by_person: int
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
    vouch: Callable[[Sha256], None] = lambda sha256: None,
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
        vouch: Called with each exhibit that is cited before anything is drawn; raises where its bytes are not those
            that were admitted.
        require_confirmation: Refuse numbers that rest on unconfirmed readings; else they are printed with a mark.

    Raises:
        DraftError: The draft breaks rules; with their lines.
        IntegrityError: What `vouch` raises.
        GovahError: The typesetter failed.
    """
    confirmed = confirmed or corrected_by_a_person(view)
    parsed, problems = read_draft(draft)
    checked = check(
        parsed,
        view,
        tables=tables or {},
        confirmed=confirmed,
        require_confirmation=require_confirmation,
        problems=problems,
    )
    cited = {
        each.passage.written: each.passage
        for references in checked.references.values()
        for reference in references
        for each in reference.ground.passages
    }
    for sha256 in sorted({passage.sha256 for passage in cited.values()}):
        vouch(sha256)
    document = draw(parsed, checked, view, imprint, parsed.language or language, pictures, confirmed)
    content = print_html(document) if output is Format.HTML else print_pdf(document)
    return Report(
        content,
        checked.cited + checked.context,
        checked.cited,
        checked.context,
        sum(map(len, checked.doubts.values())),
        sum(map(len, checked.put.values())),
        tuple(sorted(cited.values(), key=lambda passage: (passage.sha256, passage.span))),
    )


def corrected_by_a_person(view: View) -> Confirmed:
    """A person confirmed what stands where a correction of a text or a digit is anchored over it."""

    def confirmed(passage: Passage) -> bool:
        return any(
            correction.changes_text
            and correction.anchored is not None
            and correction.anchored.page == passage.span.page
            and correction.anchored.start <= passage.span.start
            and passage.span.end <= correction.anchored.end
            for correction in view.corrections(passage.sha256)
        )

    return confirmed
