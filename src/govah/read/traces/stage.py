"""The stage *trace*: one exhibit's bytes to the traces of its making. It runs in a worker, as all that parses leaks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from govah.model.identifiers import Sha256
from govah.model.traces import Traces
from govah.model.traces_wire import traces_to_json
from govah.read import media
from govah.read.traces import mail, pdf, picture
from govah.read.traces.word import WordTraces

METHOD: Final = "traces/1"
"""Name and version of these rules."""

_MOST_MAIL = 64 << 20
"""Bytes of a mail whose body is hashed."""


def traced(media_type: str) -> bool:
    """Whether files of a type are looked into."""
    return (
        media_type in media.WORD_XML or media_type in ("application/pdf", media.MAIL) or media_type.startswith("image/")
    )


def trace_exhibit(arguments: Mapping[str, Any], scratch: Path) -> dict[str, Any]:
    """Look into one exhibit.

    Args:
        arguments: `path` (absolute, of the bytes), `sha256`, `media_type`, one that is `traced`.
        scratch: The task's own folder.

    Returns:
        `Traces` as JSON, see `govah.model.traces_wire`.

    Raises:
        OSError: The bytes cannot be opened.
    """
    path, media_type = Path(arguments["path"]), str(arguments["media_type"])
    return traces_to_json(_traces(path, Sha256(arguments["sha256"]), media_type, scratch))


def _traces(path: Path, sha256: Sha256, media_type: str, scratch: Path) -> Traces:
    if media_type.startswith("image/"):
        return Traces(sha256, METHOD, bitmaps=tuple(picture.bitmaps(path)))
    with path.open("rb") as stream:
        if media_type in media.WORD_XML:
            word = WordTraces(stream)
            return Traces(sha256, METHOD, word.fonts(), word.revisions(), bitmaps=tuple(word.bitmaps()))
        if media_type == "application/pdf":
            named = pdf.fonts(stream)
            return Traces(sha256, METHOD, named, bitmaps=tuple(pdf.bitmaps(stream, scratch)))
        return Traces(sha256, METHOD, seals=tuple(mail.seals(stream.read(_MOST_MAIL))))
