"""`govah claims` and `govah claim`: claims, their grounds and their history."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.errors import UsageError
from govah.model.claim import Claim, ClaimKind, ClaimStatus
from govah.model.identifiers import EntryIndex, Sha256
from govah.model.passage import Passage, Place
from govah.model.wire import claim_json

_KINDS = click.Choice([kind.value for kind in ClaimKind])
_STATUSES = click.Choice([status.value for status in ClaimStatus])


@click.command()
@common_options
@pass_call
def claims(call: Call) -> None:
    """List all claims."""
    with call.case() as case:
        found = list(case.view.claims())
        withdrawn = case.view.withdrawals.by_exhibit()
    if call.as_json:
        for item in found:
            call.output.line(_claim_json(item, withdrawn))
        return
    rows = ((str(item.id), item.status.value.replace("_", " "), item.kind.value, item.shown) for item in found)
    call.output.table(("claim", "status", "kind", "text"), rows)


@click.group()
def claim() -> None:
    """Make, assess and show a claim."""


@claim.command()
@click.option("--at", "places", metavar="PASSAGE", multiple=True, required=True, help="Where it is said; repeatable.")
@click.option("--text", required=True, help="What is claimed, in your words.")
@click.option(
    "--kind", type=_KINDS, default=ClaimKind.FACT.value, show_default=True, help="Fact and cause are two claims."
)
@click.option("--said-by", help="Who says so.")
@click.option("--about", help="What it is about.")
@common_options
@pass_call
def add(call: Call, places: tuple[str, ...], text: str, kind: str, said_by: str | None, about: str | None) -> None:
    """Make a claim on passages."""
    with call.case() as case:
        made = case.add_claim(
            [Place.parse(place) for place in places], text, ClaimKind(kind), said_by=said_by, about=about
        )
        withdrawn = case.view.withdrawals.by_exhibit()
    _answer(call, made, withdrawn)


@claim.command()
@click.argument("claim_id", metavar="ID", type=int)
@click.option("--status", type=_STATUSES, required=True, help="What you find.")
@click.option("--for", "grounds_for", metavar="PASSAGE", multiple=True, help="A passage for it; repeatable.")
@click.option("--against", metavar="PASSAGE", multiple=True, help="A passage against it; repeatable.")
@click.option("--why", required=True, help="Your reasons, kept in the log.")
@common_options
@pass_call
def assess(
    call: Call, claim_id: int, status: str, grounds_for: tuple[str, ...], against: tuple[str, ...], why: str
) -> None:
    """Assess a claim; its history keeps every step."""
    with call.case() as case:
        assessed = case.assess_claim(
            EntryIndex(claim_id),
            ClaimStatus(status),
            [Place.parse(place) for place in grounds_for],
            [Place.parse(place) for place in against],
            why,
        )
        withdrawn = case.view.withdrawals.by_exhibit()
    _answer(call, assessed, withdrawn)


@claim.command()
@click.argument("claim_id", metavar="ID", type=int)
@click.option("--as-of", metavar="DATE", help="Its status at the end of that day.")
@common_options
@pass_call
def show(call: Call, claim_id: int, as_of: str | None) -> None:
    """Show a claim with its grounds and history."""
    with call.case() as case:
        found = case.view.claim(EntryIndex(claim_id))
        withdrawn = case.view.withdrawals.by_exhibit()
        numbers = {sha256: case.view.exhibit(sha256).number for sha256 in _held(found)}
    until = _end_of(as_of) if as_of else None
    value = _claim_json(found, withdrawn, until)
    call.output.answer(value, "\n".join(_grounds(found, str(value["status"]), numbers, withdrawn, until)))


def _end_of(written: str) -> str:
    from govah.consolidate.dates import read_date

    found = read_date(written)
    if found is None or found.latest is None:
        raise UsageError(f"{written!r} is not a date.", "Write 2015-02-24 or 1393/12/05.")
    day = found.latest
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _held(found: Claim) -> set[Sha256]:
    """The exhibits that a claim is said in, or that were weighed for and against it."""
    held = {each.sha256 for each in found.passages}
    return held | {each.sha256 for step in found.history for each in (*step.grounds_for, *step.grounds_against)}


def _claim_json(found: Claim, withdrawn: Collection[Sha256], until: str | None = None) -> dict[str, Any]:
    return {**claim_json(found, until), "withdrawn": sorted(_held(found) & set(withdrawn))}


def _grounds(
    found: Claim,
    status: str,
    numbers: Mapping[Sha256, int | None],
    withdrawn: Collection[Sha256],
    until: str | None,
) -> Iterator[str]:
    """A claim with the words that it stands on, line by line."""

    def quoted(kind: str, passage: Passage) -> str:
        page, start, end = passage.span
        aside = " (withdrawn)" if passage.sha256 in withdrawn else ""
        return f"{kind} ex{numbers[passage.sha256]}.{page}:{start}-{end}{aside}: «{plain(passage.exact)}»"

    yield f"Claim {found.id}, {status.replace('_', ' ')}: {found.shown}"
    facts = (("said by", found.said_by), ("about", found.about), ("made by", found.by))
    yield f"  {found.kind.value} · " + " · ".join(f"{name} {plain(value)}" for name, value in facts if value)
    yield from (quoted("  said at", passage) for passage in found.passages)
    for step in found.history:
        if until is None or step.at <= until:
            yield f"  {step.at} {step.status.value.replace('_', ' ')} by {step.by}: {step.why}"
            yield from (quoted("    for", passage) for passage in step.grounds_for)
            yield from (quoted("    against", passage) for passage in step.grounds_against)


def _answer(call: Call, found: Claim, withdrawn: Collection[Sha256]) -> None:
    value = _claim_json(found, withdrawn)
    told = [f"Claim {found.id}, {value['status']}: {found.shown}"]
    told += [f"  {step['at']} {step['status']} by {step['by']}: {step['why']}" for step in value["history"]]
    call.output.answer(value, "\n".join(told))
