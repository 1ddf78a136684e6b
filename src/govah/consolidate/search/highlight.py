"""Where on a page stands what was searched: from our own offsets, for the index holds no text."""

from collections.abc import Iterator, Sequence

from govah.consolidate.folding import Token
from govah.consolidate.search.names import name_stream
from govah.consolidate.search.query import Name, Query, Words, leaves
from govah.consolidate.search.words import streams

SNIPPET = 160
"""Code points of a snippet."""


def highlight(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each found stretch of the text, in order, none overlapping; a phrase is one stretch."""
    both = streams(text)
    found: list[tuple[int, int]] = []
    named: tuple[tuple[Token, ...], ...] | None = None
    for leaf in leaves(query):
        if isinstance(leaf, Words):
            found.extend(_runs(both.joined, leaf.joined, prefix=leaf.prefix))
            found.extend(_runs(both.parts, leaf.parts, prefix=leaf.prefix))
        else:
            named = named or (name_stream(both, bare=False), name_stream(both, bare=True))
            found.extend(_names(named, leaf))
    return _united(found)


def snippet(text: str, spans: Sequence[tuple[int, int]], length: int = SNIPPET) -> tuple[str, int]:
    """A verbatim stretch of the text around the first span and where it begins; cut at spaces where there are any.

    Args:
        text: A page's text.
        spans: As `highlight` returns them; none gives the text's beginning.
        length: Code points aimed at; a longer first span is kept whole up to four times of this.
    """
    start, end = spans[0] if spans else (0, 0)
    end = min(end, start + 4 * length)
    room = max(0, length - (end - start))
    left = max(0, start - room // 2)
    right = min(len(text), end + room - (start - left))
    if left > 0:
        space = next((at for at in range(left, start) if text[at].isspace()), None)
        left = start if space is None and start - left < 20 else left if space is None else space + 1
    if right < len(text):
        space = next((at for at in range(right - 1, end - 1, -1) if text[at].isspace()), None)
        right = right if space is None else space
    return text[left:right], left


def _names(named: tuple[tuple[Token, ...], ...], name: Name) -> Iterator[tuple[int, int]]:
    for stream in named:
        yield from _runs(stream, name.keys, prefix=False)
        if len(name.keys) > 1:
            yield from _runs(stream, name.keys[::-1], prefix=False)


def _runs(stream: Sequence[Token], wanted: Sequence[str], *, prefix: bool) -> Iterator[tuple[int, int]]:
    """Places where the wanted tokens stand side by side."""
    last = len(wanted) - 1
    for at in range(len(stream) - last):
        if (
            all(stream[at + step].text == wanted[step] for step in range(last))
            and (stream[at + last].text.startswith(wanted[last]) if prefix else stream[at + last].text == wanted[last])
        ):  # fmt: skip
            yield stream[at].start, stream[at + last].end


def _united(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)
