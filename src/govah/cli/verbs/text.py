"""`govah text`: the text that every span counts in."""

from itertools import accumulate
from typing import Any

import click

from govah.cli.advice import ADVICE
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain
from govah.cli.page_notes import page_notes
from govah.model.exhibit import Exhibit
from govah.model.mark import Correction
from govah.model.page import Page
from govah.model.status import Status
from govah.model.wire import page_json


@click.command()
@click.argument("sha", metavar="EXHIBIT")
@click.option("--page", type=int, help="Only this page, from 1.")
@click.option("--positions", is_flag=True, help="Print where each line begins, as passages count.")
@common_options
@pass_call
def text(call: Call, sha: str, page: int | None, positions: bool) -> None:
    """Print the text of record of an exhibit: ex6, or 8 digits of its hash or more."""
    from govah.case.accessing import opened
    from govah.case.unverified import numbers_json, unverified_of_pages

    with call.case() as case:
        sha256 = case.view.resolve(sha)
        opened(case, sha256, "cli", page)
        exhibit = case.view.exhibit(sha256)
        pages = case.view.pages(sha256) if page is None else (case.view.page(sha256, page),)
        corrections = [each for each in case.view.corrections(sha256) if each.changes_text and each.anchored]
        waiting = unverified_of_pages(case.view, sha256, pages)
        if call.as_json:
            values = [
                {**_with_corrections(found, corrections), "unverified": numbers_json(found, waiting[found.number])}
                for found in pages
            ]
            call.output.line({"sha256": sha256, "withdrawn": exhibit.withdrawal is not None, "pages": values})
            return
        parts = [case.view.exhibit(child) for child in exhibit.children] if not pages else []
    if exhibit.withdrawal is not None:
        call.output.hint(f"ex{exhibit.number} was {plain(exhibit.withdrawal.told)}")
    for found in pages:
        call.output.say(f"── page {found.number} · {found.origin.value}" + (f" · {found.label}" if found.label else ""))
        call.output.say(_positioned(found, exhibit.number) if positions else found.text)
        for told in page_notes(page_json(found)):
            call.output.hint(told)
        for each in corrections:
            if each.passage.span.page == found.number:
                call.output.say(_corrected(each))
    count = sum(map(len, waiting.values()))
    if count:
        call.output.hint(_waiting(count, len(pages), exhibit.number))
    if not any(found.text.strip() for found in pages) and page is None:
        for line in _without_text(exhibit, parts):
            call.output.say(line)


def _waiting(count: int, pages: int, exhibit: int | None) -> str:
    """That numbers of these pages are a machine's reading so far."""
    where = "on this page" if pages == 1 else "on these pages"
    was, waits = ("was", "waits") if count == 1 else ("were", "wait")
    told = f"{counted(count, 'number')} {where} {was} read from the picture and {waits} for a person"
    return f"{told}: govah numbers ex{exhibit}"


def _with_corrections(page: Page, corrections: list[Correction]) -> dict[str, Any]:
    """A page, and start and end of each stretch of it that a person put there."""
    places = [each.anchored for each in corrections if each.anchored and each.anchored.page == page.number]
    return {**page_json(page), "corrected": [[place.start, place.end] for place in sorted(places)]}


def _corrected(each: Correction) -> str:
    """A correction of a page's text, as a line under it."""
    stood = f"«{plain(each.passage.exact)}»"
    what = f"read {stood}" if each.of_picture else f"in the file {stood}"
    now = f"«{plain(each.value)}»" if each.value else "nothing"
    return (
        f"── corrected by {plain(each.by)} in entry {each.entry}, {each.at[:10]}: {what}, now {now}: {plain(each.why)}"
    )


def _positioned(page: Page, number: int | None) -> str:
    lines = page.text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    ends = [f"ex{number}.{page.number}:{start}-{start + len(line)}" for start, line in zip(starts, lines, strict=False)]
    width = max(map(len, ends))
    return "\n".join(f"{end:<{width}}  {line}" for end, line in zip(ends, lines, strict=True))


def _without_text(exhibit: Exhibit, parts: list[Exhibit]) -> list[str]:
    """Why there is no text, and what is held inside."""
    if exhibit.sealing is not None:
        named = f"ex{exhibit.number}"
        return [
            f"{named} is {plain(exhibit.sealing.told)}.",
            f"Whoever holds the keys can open it: govah unseal {named} --purpose WHY -o FILE",
        ]
    why = "" if exhibit.status is Status.OK else f": {exhibit.status.value}"
    detail = f" ({plain(exhibit.detail)})" if exhibit.detail else ""
    told = [f"ex{exhibit.number} ({exhibit.media_type or 'kind unknown'}) has no text of its own{why}{detail}."]
    if exhibit.status in ADVICE:
        told.append(f"What to do: {ADVICE[exhibit.status]}.")
    if parts:
        told.append(f"It holds {counted(len(parts), 'part')}, each an exhibit:")
        told += [
            f"  ex{part.number}  {part.status.value}  {plain(part.paths[0] if part.paths else '–')}" for part in parts
        ]
    return told
