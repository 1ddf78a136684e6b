"""A stored reading and its pages, to and from what `derived/pages` keeps."""

from typing import Any

from govah.model.page import Box, Layer, Origin, Page, Region, RegionKind, Word


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
        reason=value.get("reason"),
        layers=tuple(Layer(Origin(layer["origin"]), layer["text"]) for layer in value.get("layers", ())),
        regions=tuple(Region(RegionKind(kind), Box(*box)) for kind, *box in value.get("regions", ())),
        turned=value.get("turned", 0),
    )


def _word(value: Any) -> Word:
    start, end, left, top, right, bottom, line, confidence, *other = value
    return Word(start, end, Box(left, top, right, bottom), line, confidence, *other)
