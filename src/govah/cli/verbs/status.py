"""`govah status`: what there is, what waits, what is missing."""

import click

from govah.cli.context import Call, common_options, pass_call


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
        f"{found['name']}: {found['exhibits']} exhibits, {found['pages']} pages, {found['letters']} letters, "
        f"{found['claims']} claims"
    )
    say("Statuses: " + (", ".join(f"{count} {name}" for name, count in found["status"].items()) or "none"))
    say("Waiting: " + ", ".join(f"{count} to {stage}" for stage, count in found["queue"].items()))
    for missing in found["missing"]:
        say(f"Missing: {missing['what']}. {missing['remedy']}")
    for lost in found["lost_their_place"]:
        say(f"Lost its place, look at it: {lost}")
