"""Which letters form a chain, and where each stands in time and among offices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from govah.consolidate.folding import fold
from govah.model.identifiers import LetterId
from govah.model.letter import Ghost, Letter, Standing
from govah.web.letter_fields import office

Pair = tuple[Letter, Standing]

MOST = 14
"""Letters in one picture; the rest stand in the table."""
BREAK_DAYS = 20
"""A stretch without a letter that is longer is cut."""
BREAK_WIDTH = 64.0
_APART = 36.0
_APART_ON_LANE = 72.0


@dataclass(frozen=True, slots=True)
class Lane:
    """An office: the key by which its spellings are one, and its first spelling."""

    key: str
    office: str


@dataclass(frozen=True, slots=True)
class Node:
    """A letter, or a ghost, in its place.

    Args:
        lane: Number of the sender's lane.
        to: Number of the addressee's lane, None where it is not known.
        x: Distance from the beginning of time.
        cited_by: Of a ghost, the letter that cites it.
    """

    day: date
    lane: int
    to: int | None
    letter: Letter | None
    standing: Standing | None
    ghost: Ghost | None
    cited_by: LetterId | None
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain laid out.

    Args:
        letters: In order of time.
        undated: Linked letters without a date, which have no place on the axis.
        left_out: How many more letters are linked than are drawn.
        breaks: Ends of each cut stretch and its days.
        width: Of the time axis.
    """

    letters: tuple[Pair, ...]
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    undated: tuple[Pair, ...]
    left_out: int
    breaks: tuple[tuple[float, float, int], ...]
    width: float


def chain_of(pairs: Sequence[Pair], ghosts: Sequence[Ghost], chosen: str | None, width: float) -> Chain | None:
    """The chain around a letter, else around the unanswered one with most letters; None where there is none.

    Args:
        pairs: All letters with their standing.
        ghosts: Letters cited and not held.
        chosen: Id of a letter of the wanted chain.
        width: Room for the time axis; a crowded chain takes more.
    """
    together = _linked(pairs, chosen)
    linked = [pair for pair in together if _day(pair[0]) is not None]
    if len(linked) < 2 and not (linked and _cites_ghost(linked[0], ghosts)):
        return None
    linked.sort(key=lambda pair: (_day(pair[0]) or date.min, pair[0].id))
    shown = _window(linked, chosen)
    lanes = _lanes(shown)
    nodes = sorted([*_letters(shown, lanes), *_ghosts(shown, ghosts, lanes)], key=lambda node: node.day)
    placed, breaks, needed = _in_time(nodes, width)
    undated = tuple(pair for pair in together if _day(pair[0]) is None)
    return Chain(tuple(shown), lanes, tuple(placed), undated, len(linked) - len(shown), tuple(breaks), needed)


def _cites_ghost(pair: Pair, ghosts: Sequence[Ghost]) -> bool:
    return any(pair[0].id in ghost.cited_by for ghost in ghosts)


def _day(letter: Letter) -> date | None:
    return letter.date.earliest if letter.date is not None else None


def _window(linked: list[Pair], chosen: str | None) -> list[Pair]:
    """At most `MOST` letters, around the chosen one."""
    at = next((place for place, (letter, _) in enumerate(linked) if letter.id == chosen), 0)
    first = max(0, min(at - MOST // 2, len(linked) - MOST))
    return linked[first : first + MOST]


def _neighbours(pairs: Sequence[Pair]) -> dict[LetterId, set[LetterId]]:
    near: dict[LetterId, set[LetterId]] = {letter.id: set() for letter, _ in pairs}
    for letter, standing in pairs:
        linked = {reference.letter for reference in standing.references if reference.letter}
        linked |= {relation.letter for relation in standing.relations} | set(standing.answered_by)
        for other in linked & near.keys():
            near[letter.id].add(other)
            near[other].add(letter.id)
    return near


def _linked(pairs: Sequence[Pair], chosen: str | None) -> list[Pair]:
    """Letters that are linked with the chosen one, directly or through others."""
    near = _neighbours(pairs)
    dated = {letter.id for letter, _ in pairs if _day(letter) is not None}
    starts = [LetterId(chosen)] if chosen in near else []
    if not starts:
        silent = [letter.id for letter, standing in pairs if standing.unanswered]
        starts = _longest(near, dated, silent) or _longest(near, dated, list(near))
    wanted = _reach(near, starts[0]) if starts else set()
    return [pair for pair in pairs if pair[0].id in wanted]


def _longest(near: dict[LetterId, set[LetterId]], dated: set[LetterId], among: Sequence[LetterId]) -> list[LetterId]:
    """A letter of the chain with most dated letters; none where each stands alone. Every chain is walked once."""
    best: tuple[int, LetterId] | None = None
    seen: set[LetterId] = set()
    for start in sorted(among, reverse=True):
        if start in seen:
            continue
        reached = _reach(near, start)
        seen |= reached
        size = len(reached & dated)
        if size > 1 and (best is None or size > best[0]):
            best = (size, start)
    return [best[1]] if best else []


def _reach(near: dict[LetterId, set[LetterId]], start: LetterId) -> set[LetterId]:
    reached, pending = {start}, [start]
    while pending:
        for other in near[pending.pop()] - reached:
            reached.add(other)
            pending.append(other)
    return reached


def _lanes(pairs: Sequence[Pair]) -> tuple[Lane, ...]:
    offices: dict[str, str] = {}
    for letter, _ in pairs:
        for name in (office(letter.sender), office(letter.to)):
            if name:
                offices.setdefault(fold(name).text, name)
    return tuple(Lane(key, name) for key, name in offices.items()) or (Lane("", "–"),)


def _lane(lanes: Sequence[Lane], name: str | None) -> int | None:
    key = fold(name).text if name else None
    return next((number for number, lane in enumerate(lanes) if lane.key == key), None)


def _letters(pairs: Sequence[Pair], lanes: Sequence[Lane]) -> list[Node]:
    found = []
    for letter, standing in pairs:
        sender, to = _lane(lanes, office(letter.sender)), _lane(lanes, office(letter.to))
        lane = sender if sender is not None else len(lanes) - 1
        found.append(Node(_day(letter) or date.min, lane, to, letter, standing, None, None))
    return found


def _ghosts(pairs: Sequence[Pair], ghosts: Sequence[Ghost], lanes: Sequence[Lane]) -> list[Node]:
    """Ghosts that a letter of the chain cites, on the lane of that letter's addressee, who probably wrote them.

    One without a date stands beside the letter that cites it.
    """
    by_id = {letter.id: letter for letter, _ in pairs}
    found = []
    for ghost in ghosts:
        citing = next((by_id[key] for key in ghost.cited_by if key in by_id), None)
        if citing is None:
            continue
        day = (ghost.date.earliest if ghost.date else None) or _day(citing)
        lane = next((lane for who in (citing.to, citing.sender) if (lane := _lane(lanes, office(who))) is not None), 0)
        if day is not None:
            found.append(Node(day, lane, None, None, None, ghost, citing.id))
    return found


def _in_time(nodes: Sequence[Node], width: float) -> tuple[list[Node], list[tuple[float, float, int]], float]:
    """Places along the axis: by days, never on top of each other, long stretches cut."""
    gaps = [(after.day - before.day).days for before, after in pairwise(nodes)]
    least = [
        BREAK_WIDTH + _APART_ON_LANE if days > BREAK_DAYS else _APART_ON_LANE if before.lane == after.lane else _APART
        for (before, after), days in zip(pairwise(nodes), gaps, strict=True)
    ]
    free = max(0.0, width - sum(least))
    counted = sum(days for days in gaps if days <= BREAK_DAYS)
    scale = min(free / counted, 60.0) if counted else 0.0
    placed, breaks, x = [], [], 0.0
    last: dict[int, float] = {}
    for number, node in enumerate(nodes):
        if number:
            days = gaps[number - 1]
            x += least[number - 1] + (days * scale if days <= BREAK_DAYS else 0.0)
            x = max(x, last.get(node.lane, -_APART_ON_LANE) + _APART_ON_LANE)
            if days > BREAK_DAYS:
                breaks.append((x - BREAK_WIDTH - 36, x - 36, days))
        last[node.lane] = x
        placed.append(_moved(node, x))
    return placed, breaks, max(width, x)


def _moved(node: Node, x: float) -> Node:
    return Node(node.day, node.lane, node.to, node.letter, node.standing, node.ghost, node.cited_by, x)
