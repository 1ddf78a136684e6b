"""`govah read`: read files without a case."""

from pathlib import Path
from typing import Any

import click

from govah.cli.context import Call, common_options, pass_call
from govah.cli.output import plain
from govah.cli.page_notes import page_notes
from govah.model.status import Status

_SOME_UNREAD = 5


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--no-ocr", is_flag=True, help="Do not recognise scans and pictures.")
@common_options
@pass_call
def read(call: Call, files: tuple[Path, ...], no_ocr: bool) -> None:
    """Read files without a case and print what they say."""
    from govah.case.reading_files import FileReading

    unread = False
    for line in FileReading(ocr=not no_ocr).run(files):
        unread |= line["status"] not in (Status.OK, Status.EMPTY)
        if call.as_json:
            call.output.line(line)
            continue
        detail = f" ({line['detail']})" if line["detail"] else ""
        call.output.say(f"══ {plain(line['path'])} · {line['status']}{plain(detail)} · {line['media_type'] or '–'}")
        for page in line["pages"]:
            call.output.say(f"── page {page['number']} · {page['origin']}")
            call.output.say(page["text"])
            for told in page_notes(page):
                call.output.hint(told)
        waiting = [number for page in line["pages"] for number in page["unverified"]]
        if waiting:
            call.output.hint(_compare(waiting))
    if unread:
        raise SystemExit(_SOME_UNREAD)


def _compare(waiting: list[dict[str, Any]]) -> str:
    """That a file's numbers are readings of a picture, and how many the readers doubt themselves."""
    doubted = sum(1 for number in waiting if not number["certain"])
    if len(waiting) == 1:
        return f"1 number was read from the picture{', in doubt' if doubted else ''}: compare it with the picture"
    told = f"{len(waiting)} numbers were read from the picture; {doubted} of them in doubt"
    return f"{told}: compare them with it"
