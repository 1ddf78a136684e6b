"""Where on a page stands what was searched: from our own offsets, for the index holds no text."""

from collections.abc import Iterable, Iterator, Sequence

from govah.consolidate.folding import Token
from govah.consolidate.search.names import name_stream
from govah.consolidate.search.query import AllOf, AnyOf, Name, Query, Without, Words, leaves
from govah.consolidate.search.words import streams

SNIPPET = 160
"""Code points of a snippet."""

_MOST_TRIED = 20
"""Places of the rarest term among which the best is looked for."""


def highlight(query: Query, text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each found stretch of the text, in order, none overlapping; a phrase is one stretch."""
    return united(span for spans in found_by_term(query, text) for span in spans)


def found_by_term(query: Query, text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each thing wanted, a word, a phrase or a name, the stretches of the text that are it."""
    both = streams(text)
    found: list[tuple[tuple[int, int], ...]] = []
    named: tuple[tuple[Token, ...], ...] | None = None
    for leaf in leaves(query):
        if isinstance(leaf, Words):
            joined = _runs(both.joined, leaf.joined, prefix=leaf.prefix)
            parts = _runs(both.parts, leaf.parts, prefix=leaf.prefix)
            found.append(united((*joined, *parts)))
        else:
            named = named or (name_stream(both, bare=False), name_stream(both, bare=True))
            found.append(united(_names(named, leaf)))
    return tuple(found)


def matches(query: Query, text: str) -> bool:
    """Whether a short text, such as a file's name, is what a query asks for."""
    if isinstance(query, AllOf):
        return all(matches(branch, text) for branch in query.of)
    if isinstance(query, AnyOf):
        return any(matches(branch, text) for branch in query.of)
    if isinstance(query, Without):
        return matches(query.wanted, text) and not matches(query.unwanted, text)
    return any(found_by_term(query, text))


def closest(terms: Sequence[Sequence[tuple[int, int]]], text: str, length: int = SNIPPET) -> tuple[int, int] | None:
    """The stretch around which a page is best shown: of its rarest term, where most others stand near.

    Words found side by side are taken as one stretch.

    Args:
        terms: As `found_by_term` returns them.
        text: The page's text.
        length: Code points that will be shown.
    """
    present = [spans for spans in terms if spans]
    if not present:
        return None
    rarest = min(present, key=len)

    def company(span: tuple[int, int]) -> int:
        low, high = span[0] - length // 2, span[1] + length // 2
        return sum(any(low <= start and end <= high for start, end in spans) for spans in present)

    start, end = max(rarest[:_MOST_TRIED], key=company)
    whole = united(span for spans in present for span in spans)
    at = next(index for index, span in enumerate(whole) if span[0] <= start < span[1])
    start, end = whole[at]
    for before in reversed(whole[:at]):
        if not text[before[1] : start].isspace():
            break
        start = before[0]
    for after in whole[at + 1 :]:
        if not text[end : after[0]].isspace():
            break
        end = after[1]
    return start, end


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


def united(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches in order; those that overlap as one."""
    done: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return tuple(done)
