"""What a person should know about a page's text besides the text: on stderr, so that the text can be piped on."""

from collections.abc import Iterator, Mapping
from typing import Any

from govah.cli.output import counted


def page_notes(page: Mapping[str, Any]) -> Iterator[str]:
    """Lines about one page.

    Args:
        page: As `govah.model.wire.page_json` writes it.
    """
    number = page["number"]
    for told in (page["reason"], page["remark"]):
        if told:
            yield f"page {number}: {told}"
    letters = sum(len(layer["text"]) for layer in page["layers"])
    if letters:
        readings = counted(len(page["layers"]), "other reading")
        yield f"page {number}: {readings} of {counted(letters, 'character')} kept beside it (--json shows them)"
