"""`govah serve`: the workbench."""

import webbrowser

import click

from govah.cli.context import Call, common_options, pass_call


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8394, show_default=True, help="0 takes a free one.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open it in your browser.")
@common_options
@pass_call
def serve(call: Call, port: int, open_browser: bool) -> None:
    """Serve the workbench on 127.0.0.1. Stop it with Ctrl-C."""
    from govah.web.serving import serve as listen

    folder = call.case_folder()
    with call.case():
        pass  # a case that cannot be opened says so here, not in a browser

    def opened(url: str) -> None:
        call.output.answer({"url": url}, f"The workbench is at {url}\nThis address works once. Stop with Ctrl-C.")
        if open_browser and not call.as_json:
            webbrowser.open(url)

    try:
        listen(folder, call.actor, port, opened)
    except KeyboardInterrupt:  # the way to end it, so no interruption of work
        call.output.hint("Stopped.")
