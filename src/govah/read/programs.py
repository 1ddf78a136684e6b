"""Programs that readers use where they are installed."""

import shutil
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissingProgram:
    """A program that is not on this machine, and the command that brings it."""

    what: str
    remedy: str


_PROGRAMS = (
    (
        "tesseract",
        "optical recognition of scans and pictures (Tesseract)",
        "apt-get install tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara tesseract-ocr-eng",
    ),
)


def missing_programs() -> tuple[MissingProgram, ...]:
    """What is missing, in a fixed order."""
    return tuple(MissingProgram(what, remedy) for name, what, remedy in _PROGRAMS if shutil.which(name) is None)
