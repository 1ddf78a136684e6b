"""A stored reading and its pages, to and from what `derived/pages` keeps."""

from typing import Any

from govah.model.page import Box, Origin, Page, Word


def page_of(value: Any) -> Page:
    """A page as the read stage's validated result has it."""
    return Page(
        number=value["number"],
        text=value["text"],
        origin=Origin(value["origin"]),
        label=value.get("label"),
        width=value.get("width"),
        height=value.get("height"),
        words=tuple(_word(word) for word in value.get("words", ())),
        language=value.get("language"),
        remark=value.get("remark"),
    )


def _word(value: Any) -> Word:
    start, end, left, top, right, bottom, line, confidence = value
    return Word(start, end, Box(left, top, right, bottom), line, confidence)
