"""From a PDF's user space to the page as it is displayed."""

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]


class Placement(NamedTuple):
    """How user space lies on the displayed page: origin at its top left corner, y downwards, points.

    Args:
        matrix: (a, b, c, d, e, f) with x' = a·x + c·y + e and y' = b·x + d·y + f.
        width: Of the displayed page.
        height: Likewise.
    """

    matrix: Matrix
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space on the displayed page."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def rectangle(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A rectangle of user space as (left, top, right, bottom) on the displayed page."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def placement(box: tuple[float, float, float, float], rotation: int) -> Placement:
    """The placement of a page.

    Args:
        box: The visible part of user space (CropBox within MediaBox): left, bottom, right, top.
        rotation: /Rotate, degrees clockwise, a multiple of 90.
    """
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    turn = rotation % 360
    if turn == 90:
        return Placement((0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width)
    if turn == 180:
        return Placement((-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height)
    if turn == 270:
        return Placement((0.0, -1.0, -1.0, 0.0, top, right), height, width)
    return Placement((1.0, 0.0, 0.0, -1.0, -left, top), width, height)
