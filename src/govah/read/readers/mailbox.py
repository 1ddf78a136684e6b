"""Mailboxes of Unix: every mail is a child, named by its number."""

import re
import tempfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from govah.read import media
from govah.read.reader import Child, Item, Limits

_ESCAPED = re.compile(rb">+From ")
_DATED = re.compile(rb"From .*\d:\d\d")
_STRICT = re.compile(rb"From \S+ +(Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[A-Z][a-z]{2} +\d+ +\d+:\d\d(:\d\d)? .*\d{4}")
_HEADER = re.compile(rb">?[!-9;-~]+[ \t]*:|>From ")
_LONGEST_LINE = 1 << 20
_IN_MEMORY = 8 << 20


class MailboxReader:
    """Mbox in its dialects, mail after mail, in constant memory.

    `>From ` at the beginning of a line loses one `>` (mboxrd); an mbox of the older kind cannot say whether it
    stood there before.
    """

    name = "mailbox"
    version = "1"
    media = frozenset({media.MBOX})

    def read(self, stream: BinaryIO, limits: Limits) -> Iterator[Item]:
        """Yield `000001`, `000002` and so on."""
        stream.seek(0)
        for number, mail in enumerate(_mails(stream, limits), 1):
            mail.seek(0)
            yield Child(f"{number:06d}", cast(BinaryIO, mail))
            mail.close()


def _mails(stream: BinaryIO, limits: Limits) -> Iterator[IO[bytes]]:
    mail: IO[bytes] | None = None
    blank = b""
    after_blank = starts_line = True
    line = stream.readline(_LONGEST_LINE)
    while line:
        following = stream.readline(_LONGEST_LINE)
        if starts_line and line.startswith(b"From ") and (mail is None or _separates(line, following, after_blank)):
            if mail is not None:
                yield mail
            mail, blank = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(limits.scratch)), b""  # noqa: SIM115
        else:
            if mail is None and not line.strip():
                line = following
                continue
            if mail is None:
                mail = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(limits.scratch))  # noqa: SIM115
            mail.write(blank)
            blank = b""
            if starts_line and line in (b"\n", b"\r\n"):
                blank = line
            else:
                mail.write(line[1:] if starts_line and _ESCAPED.match(line) else line)
        after_blank = line in (b"\n", b"\r\n")
        starts_line = line.endswith(b"\n")
        line = following
    if mail is not None:
        yield mail


def _separates(line: bytes, following: bytes, after_blank: bool) -> bool:
    """Whether a line that begins with `From ` begins a mail, and is not a sentence of one."""
    header = bool(_HEADER.match(following))
    if _STRICT.match(line):
        return after_blank or header
    if not after_blank:
        return False
    return bool(_DATED.match(line)) or (header and (b"@" in line or line.startswith((b"From -", b"From nobody"))))
