"""The direction of a line: what a reader of its script would begin with."""

from enum import StrEnum

from govah.read.pdf.arabic import is_right_to_left

SENTENCE_MARKS = frozenset(".،؛:!؟")
_NUMBER_SIGNS = "[]().-–"
BULLETS = frozenset("•◦▪■●○‣⁃·–*-")


class Direction(StrEnum):
    """Base direction of a line, a block or a page."""

    RIGHT = "rtl"
    LEFT = "ltr"


def strong(text: str) -> str:
    """`R`, `L` or empty: the first strong class among a text's characters, R before L."""
    found = ""
    for char in text:
        if char.isalpha():
            if is_right_to_left(char):
                return "R"
            found = "L"
    return found


def page_direction(words: list[str]) -> Direction:
    """The direction of most words that have one."""
    classes = [strong(word) for word in words]
    return Direction.RIGHT if classes.count("R") >= classes.count("L") and "R" in classes else Direction.LEFT


def line_direction(words: list[str], page: Direction) -> Direction:
    """Of a line, by a vote of what is visible.

    Args:
        words: Its words from left to right, characters in any order.
        page: The page's direction.
    """
    classes = [strong(word) for word in words]
    right, left = classes.count("R"), classes.count("L")
    if not left and right:
        return Direction.RIGHT
    if not right:
        return page if not left or _is_set_apart(words) else Direction.LEFT
    vote = right - left + (1.5 if page is Direction.RIGHT else -1.5)
    first, last = words[0][:1], words[-1][-1:]
    vote += 3 * ((first in SENTENCE_MARKS) - (last in SENTENCE_MARKS))
    vote += 2 * ((words[-1] in BULLETS) - (words[0] in BULLETS))
    if classes[0] == classes[-1] != "":
        vote += 1 if classes[0] == "R" else -1
    return Direction.RIGHT if vote >= 0 else Direction.LEFT


def _is_set_apart(words: list[str]) -> bool:
    """Whether a line of left-to-right words has a paragraph's end on its left or its number on its right."""
    numbered = words[-1].strip(_NUMBER_SIGNS)
    return (words[0][0] in SENTENCE_MARKS and words[-1][-1] not in SENTENCE_MARKS) or (
        numbered != words[-1] and numbered.isdecimal() and not numbered.isascii()
    )
