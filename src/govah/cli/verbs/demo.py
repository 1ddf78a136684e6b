"""`govah demo`: the fictional example case, the whole way."""

import shlex
import webbrowser
from pathlib import Path

import click

from govah.cli.bar import progress_bar
from govah.cli.calling import this_command
from govah.cli.context import Call, common_options, pass_call


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("kahrab-1394"))
@click.option("--no-serve", is_flag=True, help="Do not open the workbench at the end.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of the workbench; 0 takes a free one.")
@common_options
@pass_call
def demo(call: Call, folder: Path, no_serve: bool, port: int) -> None:
    """Build the example case "Kahrab 1394" end to end, and open it. Everything in it is invented."""
    from govah.demo.run import run
    from govah.web.serving import serve as listen

    with progress_bar(each_step=True) as progress:
        made = run(folder, progress)
    report = next(path for path in made.reports if path.suffix == ".html")
    value = {"case": str(made.case), "url": None, "report": str(report), "package": str(made.package)}
    call.output.say(f"The leak:    {made.leak}")
    call.output.say(f"The case:    {made.case}  VERIFIED")
    for path in made.reports:
        call.output.say(f"The report:  {path}")
    call.output.say(f"The package: {made.package}  VERIFIED; check it yourself: python3 {made.package / 'verify.py'}")
    if no_serve:
        if call.as_json:
            call.output.line(value)
        else:
            call.output.say(f"Open it: {this_command()} --case {shlex.quote(str(made.case))} serve")
        return

    def opened(url: str) -> None:
        if call.as_json:
            call.output.line({**value, "url": url})
        else:
            call.output.say(f"The workbench is at {url}\nThis address works once. Stop with Ctrl-C.")
            webbrowser.open(url)

    try:
        listen(made.case, call.actor, port, opened)
    except KeyboardInterrupt:  # the way to end it, so no interruption of work
        call.output.hint(f"Stopped. Open it again: {this_command()} --case {shlex.quote(str(made.case))} serve")
