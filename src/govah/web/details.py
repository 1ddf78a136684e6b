"""What readers and the collection say of a file, in the interface's language where their words are known."""

import re
from typing import Final

from govah.web.translation import N_

_KNOWN: Final = {
    r"a link to (?P<path>.+), which is not there": N_("a link to {path}, which is not there"),
    r"a link to the folder (?P<path>.+), not followed": N_("a link to the folder {path}, not followed"),
    r"a link to (?P<path>.+), outside what was collected, not followed": N_(
        "a link to {path}, outside what was collected, not followed"
    ),
    r"a symbolic link to (?P<path>.+)": N_("a link to {path}, not followed"),
    r"no bytes": N_("no bytes"),
    r"cannot be opened": N_("cannot be opened"),
    r"(?:this folder )?cannot be (?:opened|read|looked at|listed): Permission denied": N_(
        "cannot be opened: no permission"
    ),
    r"(?:this folder )?cannot be (?:opened|read|looked at|listed): Input/output error": N_(
        "cannot be opened: the disk gave an error"
    ),
    r"cannot be (?:opened|looked at): No such file or directory": N_("cannot be opened: it is not there any more"),
    r"cannot be read to its end: .+": N_("cannot be read to its end"),
    r"a link, too deep to be followed": N_("a link, too deep to be followed"),
    r"a (?:named pipe|socket|block device|character device), not a file": N_("a device or channel, not a file"),
    r"needs a password": N_("needs a password"),
    r"it needs a password": N_("needs a password"),
    r"members that need a password: (?P<n>\d+)": N_("parts that need a password: {n}"),
    r"the mail's content is encrypted": N_("the mail's content is encrypted"),
    r"the book's documents are encrypted": N_("the book's documents are encrypted"),
    r"parts of the section need a password": N_("parts of the section need a password"),
    r"the message is damaged": N_("the message is damaged"),
    r"its bytes end too early": N_("its bytes end too early"),
    r"it ends too early": N_("its bytes end too early"),
    r"its bytes are not in the message": N_("its bytes are not in the message"),
    r"the file is named in the PDF, but is not in it": N_("the file is named in the PDF, but is not in it"),
    r"the file ends too early(?: or is damaged)?": N_("the file ends too early, or is damaged"),
    r"the file is damaged, or not whole": N_("the file is damaged, or not whole"),
    r"the archive ends in the middle of a member": N_("the archive ends in the middle of a file"),
    r"the archive is damaged after (?P<n>\d+) bytes": N_("the archive is damaged after {n} bytes"),
    r"the archive's directory is damaged; members were found by their own headers": N_(
        "the archive's list is damaged; files were found without it"
    ),
    r"the XML is not well formed": N_("its structure is not well formed"),
    r"no page could be found in it": N_("no page could be found in it"),
    r"no message could be found": N_("no message could be found"),
    r"only the preview of the text could be read": N_("only the preview of the text could be read"),
    r"only the text was read, not where it stands nor the pictures": N_(
        "only the text was read, not where it stands nor the pictures"
    ),
    r"of tables only the words were read, not numbers and dates": N_(
        "of tables only the words were read, not numbers and dates"
    ),
    r"a drawing without words; what it shows was not recognised": N_(
        "a drawing without words; what it shows was not recognised"
    ),
    r"hidden slide": N_("a hidden slide"),
    r"preview": N_("only the preview of the text could be read"),
    r"not read": N_("not read"),
    r"could not be read": N_("could not be read"),
    r"comments and fields could not be read": N_("comments and fields could not be read"),
    r"the frame cannot be decoded": N_("the picture cannot be opened"),
    r"frame (?P<n>\d+) cannot be decoded: .+": N_("picture {n} cannot be opened"),
    r"not a picture that can be opened: .+": N_("not a picture that can be opened"),
    r"page (?P<n>\d+) was not read": N_("page {n} was not read"),
    r"page (?P<n>\d+) could not be read: .+": N_("page {n} could not be read"),
    r"page (?P<n>\d+) needs recognition \(recognition is off\)": N_(
        "page {n} is a picture, and recognition is switched off"
    ),
    r"(?:page (?P<n>\d+): )?recognition timed out": N_("recognising the page took too long"),
    r"(?:page (?P<n>\d+): )?unread ink.*": N_("there is ink on the page that was not read"),
    r"(?:page (?P<n>\d+): )?order: fallback": N_("the order of the words is in doubt"),
    r"damaged \(.*\), read after repair": N_("damaged, read after repair"),
    r"files inside could not all be read: .+": N_("files inside could not all be read"),
    r"nested deeper than (?P<n>\d+) levels: kept, not opened": N_("nested deeper than {n} levels: kept, not opened"),
    r"(?P<n>\d+) pages; the first (?P<first>\d+) were read": N_("{n} pages; the first {first} were read"),
    r"members beyond (?P<n>\d+) were not read": N_("parts beyond the first {n} were not read"),
    r"pages beyond (?P<n>\d+) were not read": N_("pages beyond the first {n} were not read"),
    r"erased on (?P<day>[\d-]+) under this authority: (?P<authority>.+)": N_(
        "erased on {day} under this authority: {authority}; the proof still holds"
    ),
    r"no reader for (?P<path>[^;]+)": N_("no reader for {path}"),
}
"""What is said, as a pattern over all of it, and the interface's words; named groups are filled in."""

_PATTERNS: Final = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _KNOWN.items())
_FIGURES: Final = frozenset({"n", "first"})


def known_detail(said: str) -> tuple[str, dict[str, str]] | None:
    """The interface's message for a detail and what is to be filled in; None where the words are not known."""
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(said):
            return words, {name: value for name, value in found.groupdict().items() if value is not None}
    return None


def is_figure(name: str) -> bool:
    """Whether what is filled in is a number, which the interface's language writes in its own digits."""
    return name in _FIGURES
