"""What is carried by hand between machines: text in files, on stdin and stdout, and as QR codes."""

import sys
from pathlib import Path

import click

from govah.errors import NotFoundError


def read_carried(name: str) -> bytes:
    """A file's bytes, or those of stdin for `-`.

    Raises:
        NotFoundError: There is no such file.
    """
    if name == "-":
        return sys.stdin.buffer.read()
    path = Path(name)
    if not path.is_file():
        raise NotFoundError(f"{path} is not a file.", "Name the file that was brought, or - for stdin.")
    return path.read_bytes()


def check_carried(out: Path | None, qr: Path | None) -> None:
    """See that what is carried goes to new files, before anything is done for it.

    Raises:
        UsageError: A file exists.
    """
    from govah.case.frames import check_picture
    from govah.case.outputs import check_new

    if out is not None and str(out) != "-":
        check_new(out, "-o FILE")
    if qr is not None:
        check_picture(qr)


def write_carried(data: bytes, out: Path | None, qr: Path | None) -> list[str]:
    """Write a text to a new file and as QR codes, where these are named.

    Returns:
        Paths of the pictures.

    Raises:
        UsageError: A file exists.
    """
    from govah.case.frames import write_codes
    from govah.case.outputs import write_new

    pictures = [] if qr is None else write_codes(data, qr)  # first: they may be more than were checked before
    if out is not None and str(out) != "-":
        write_new(out, data, "-o FILE")
    return [str(path) for path in pictures]


def say_carried(data: bytes, out: Path | None, pictures: list[str]) -> None:
    """Where the text went; on stdout itself where no file was named."""
    if str(out or "-") == "-" and not pictures:
        click.echo(data.decode(), nl=False)
    for place in [*([str(out)] if out is not None and str(out) != "-" else []), *pictures]:
        click.echo(f"Written: {place}", err=True)
