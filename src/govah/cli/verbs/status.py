"""`govah status`: what there is, what waits, what is missing."""

import click

from govah.cli.advice import next_steps, statuses_told
from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import counted, plain


@click.command()
@common_options
@pass_call
def status(call: Call) -> None:
    """What the case holds, what is still to do, which protections and programs are missing."""
    with call.case() as case:
        found = case.status()
    if call.as_json:
        call.output.line(found)
        return
    say = call.output.say
    say(
        f"{found['name']}: "
        + ", ".join(counted(found[f"{noun}s"], noun) for noun in ("exhibit", "page", "letter", "claim"))
    )
    told = found["status"], found["sealed"], found["erased"]
    say(f"Statuses: {statuses_told(*told)}")
    for step in next_steps(*told):
        say(f"  {step}")
    waiting = [f"{count} to {stage}" for stage, count in found["queue"].items() if count]
    if waiting:
        say(f"Waiting: {', '.join(waiting)}")
    numbers = found["unverified_numbers"]
    if numbers["all"]:
        say(f"Unverified numbers on scans: {numbers['all']}, in doubt {numbers['doubted']}. See them: govah numbers")
    if found["withdrawn"]:
        say(f"Withdrawn: {counted(found['withdrawn'], 'exhibit')}. See which: govah withdrawals")
    clocks = found["clocks"]
    if len(clocks["clocks"]) > 1:  # others' beside our own
        say(f"Whose clock: {plain(clocks['time'])}")
    if clocks["advice"]:
        say(f"  {plain(clocks['advice'])}")
    for missing in found["missing"]:
        say(f"Missing: {missing['what']}. {missing['remedy']}")
    for lost in found["lost"]:
        value = f" → «{plain(lost['value'])}» ({lost['field']})" if "field" in lost else ""
        say(f"Lost its place: entry {lost['entry']} by {lost['by']}: «{plain(lost['quotation'])}»{value}")
        say(
            f"  Find its words today: govah text {lost['passage'][:12]}; then mark or correct them there with "
            f"--instead-of {lost['entry']}, or mark anything there with it to let it go."
        )
