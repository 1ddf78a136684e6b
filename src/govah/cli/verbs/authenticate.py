"""`govah authenticate`: the panel of mechanical checks on one document."""

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.model.check import Outcome
from govah.model.wire import check_json

_WORDS = {Outcome.PASS: "pass", Outcome.FAIL: "FAIL", Outcome.NOT_APPLICABLE: "n/a"}


@click.command()
@click.argument("exhibit", metavar="EXHIBIT")
@common_options
@pass_call
def authenticate(call: Call, exhibit: str) -> None:
    """Check a document mechanically: number, dates, signatory, marks, file, copies, custody.

    Each check is a lead, with its reason and with how often it fails on the other letters of the same office. They are
    never added up: a genuine paper may fail one, and a forged one pass all. A person decides: govah withdraw.
    """
    from govah.case.accessing import opened
    from govah.case.authenticating import checks
    from govah.cli.bar import progress_bar

    with call.case() as case:
        sha256 = case.view.resolve(exhibit)
        opened(case, sha256, "cli")
        with progress_bar() as progress:
            _, found = checks(case, sha256, progress)
        document = case.view.exhibit(sha256)
    if call.as_json:
        withdrawn = document.withdrawal is not None
        call.output.line({"sha256": sha256, "checks": [check_json(each) for each in found], "withdrawn": withdrawn})
        return
    if document.withdrawal is not None:
        call.output.hint(f"ex{document.number} was {plain(document.withdrawal.told)}")
    call.output.table(
        ("group", "check", "outcome", "fails elsewhere", "why"),
        (
            (
                each.group.value,
                each.name.replace("_", " "),
                _WORDS[each.outcome],
                each.false_alarms.told if each.false_alarms else "–",
                each.why,
            )
            for each in found
        ),
    )
    call.output.hint(
        "Leads, and no verdict: “fails elsewhere” says on how many of the office's other letters a check fails, of "
        "those to which it applies."
    )
