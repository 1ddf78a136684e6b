"""Lines: units that stand on one baseline, marks put to their letters."""

from bisect import bisect_left
from dataclasses import dataclass, field

from govah.read.pdf.marks import put_marks
from govah.read.pdf.units import Unit, has_arabic, is_joiner, is_same

SAME_BASELINE = 0.3
MARK_REACH = 0.9
TOUCHING, OVERLAID, MOST_RISEN = 0.15, 0.6, 0.9
SCRIPT_SIZE = 0.92
"""Parts of the smaller size; raised and lowered figures are set smaller than this."""


@dataclass(slots=True, eq=False)
class Line:
    """Units on one baseline, in visual order (by the middles of their advances) once `sort` ran.

    Args:
        baseline: Mean of its units', v in points.
        size: Largest of its units'.
        units: Letters, spaces, non-joiners; marks are part of their letters.
    """

    baseline: float
    size: float
    units: list[Unit] = field(default_factory=list)

    def add(self, unit: Unit) -> None:
        """Put a unit on the line."""
        count = len(self.units)
        self.baseline = (self.baseline * count + unit.glyph.baseline) / (count + 1)
        self.size = max(self.size, unit.glyph.size)
        self.units.append(unit)

    def sort(self) -> None:
        """Bring the units into visual order and drop those drawn twice (shadows, false bold)."""
        ordered = sorted(self.units, key=lambda unit: (unit.centre, unit.glyph.order))
        kept: list[Unit] = []
        for unit in ordered:
            if not any(is_same(unit, other) for other in kept[-3:]):
                kept.append(unit)
        self.units = kept


def lines_of(units: list[Unit]) -> list[Line]:
    """Lines from top to bottom, each in visual order."""
    inked = [unit for unit in units if not (unit.is_space or unit.is_mark or is_joiner(unit))]
    _settle(inked)
    lines = _grouped(inked)
    lines = _with_scripts_joined(lines)
    lines.sort(key=lambda line: line.baseline)
    baselines = [line.baseline for line in lines]
    marks: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.is_space or is_joiner(unit):
            nearest = _nearest(lines, baselines, unit, SAME_BASELINE if unit.is_space else MARK_REACH)
            if nearest is not None:
                lines[nearest].units.append(unit)
        elif unit.is_mark:
            nearest = _nearest(lines, baselines, unit, MARK_REACH)
            if nearest is not None:
                marks.setdefault(nearest, []).append(unit)
    for line in lines:
        line.sort()
    put_marks([(line, marks.get(number, [])) for number, line in enumerate(lines)])
    return lines


def _settle(inked: list[Unit]) -> None:
    """Letters that a font raises, as one touches the next: all stand on the lowest one's baseline."""
    run: list[Unit] = []
    for unit in [*inked, None]:
        if unit is not None and run and _touch(run[-1], unit):
            run.append(unit)
            continue
        if len(run) > 1:
            baseline = max(other.glyph.baseline for other in run)
            for other in run:
                if other.glyph.baseline != baseline:
                    other.glyph = other.glyph._replace(baseline=baseline)
        run = [unit] if unit is not None and has_arabic(unit) and not unit.is_narrow else []


def _touch(one: Unit, other: Unit) -> bool:
    if not has_arabic(other) or other.is_narrow or one.glyph.size != other.glyph.size:
        return False
    gap = max(one.left, other.left) - min(one.right, other.right)
    risen = abs(one.glyph.baseline - other.glyph.baseline)
    size = one.glyph.size
    return -OVERLAID * size < gap < TOUCHING * size and risen < MOST_RISEN * size


def _grouped(inked: list[Unit]) -> list[Line]:
    lines: list[Line] = []
    open_from = 0
    for unit in sorted(inked, key=lambda unit: unit.glyph.baseline):
        baseline, size = unit.glyph.baseline, unit.glyph.size
        best: Line | None = None
        for index in range(len(lines) - 1, open_from - 1, -1):
            line = lines[index]
            away = abs(baseline - line.baseline)
            if away < SAME_BASELINE * min(size, line.size) and (best is None or away < abs(baseline - best.baseline)):
                best = line
        if best is None:
            best = Line(baseline, size)
            lines.append(best)
        best.add(unit)
        while open_from < len(lines) - 1 and baseline - lines[open_from].baseline > 2 * lines[open_from].size:
            open_from += 1
    return lines


def _with_scripts_joined(lines: list[Line]) -> list[Line]:
    """Raised and lowered small figures go to the line that they stand beside."""
    kept: list[Line] = []
    lines = sorted(lines, key=lambda line: line.baseline)
    baselines = [line.baseline for line in lines]
    largest = max((line.size for line in lines), default=0.0)
    for line in lines:
        first = bisect_left(baselines, line.baseline - largest)
        last = bisect_left(baselines, line.baseline + largest)
        host = next((other for other in lines[first:last] if other is not line and _is_script_of(line, other)), None)
        if host is None:
            kept.append(line)
        else:
            host.units.extend(line.units)
    return kept


def _is_script_of(line: Line, host: Line) -> bool:
    rise = host.baseline - line.baseline
    if line.size > SCRIPT_SIZE * host.size or not -0.5 * host.size < rise < 0.65 * host.size:
        return False
    if len(line.units) > len(host.units):
        return False
    reach = 0.6 * host.size
    for unit in line.units:
        if any(other.left + 0.05 * host.size < unit.centre < other.right - 0.05 * host.size for other in host.units):
            return False
        beside = any(other.left - reach < unit.centre < other.right + reach for other in host.units)
        if not beside:
            return False
    return True


def _nearest(lines: list[Line], baselines: list[float], unit: Unit, reach: float) -> int | None:
    """Index of the line nearest to a unit, within `reach` sizes and where its letters are near."""
    place = bisect_left(baselines, unit.glyph.baseline)
    best: tuple[float, int] | None = None
    for index in range(max(0, place - 3), min(len(lines), place + 3)):
        away = abs(lines[index].baseline - unit.glyph.baseline)
        if away <= reach * max(unit.glyph.size, lines[index].size) and (best is None or away < best[0]):
            best = (away, index)
    return None if best is None else best[1]
