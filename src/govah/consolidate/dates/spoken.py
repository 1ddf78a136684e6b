"""Numbers in words in running text: «بیست», «صد و پنج», two hundred and four."""

from collections.abc import Iterator

from govah.consolidate.dates.line import Line
from govah.consolidate.dates.numerals import spoken_at
from govah.consolidate.dates.vocabulary import tokens
from govah.consolidate.folding import fold

_MOST = 9999


def find_spoken(text: str) -> Iterator[tuple[int, int, int]]:
    """Numbers in Persian and English words, ordinals too, in order: start, end (code points) and value.

    One is left out: the word is an article more often than a number. So is «نه» by itself, which mostly says no.
    """
    folded = fold(text)
    line, index = Line(tokens(folded.text)), 0
    while index < len(line):
        found = _composed(line, index)
        if found is None:
            index += 1
            continue
        value, end = found
        is_word = end == index + 1
        if value > 1 and not (is_word and line[index].text == "نه"):
            yield *folded.span(line[index].start, line[end - 1].end), value
        index = end


def _composed(line: Line, index: int) -> tuple[int, int] | None:
    """A number at an index; English says its thousands and hundreds one after the other, which no date does."""
    found = spoken_at(line, index, _MOST)
    if found is None:
        return None
    value, end = found
    hundred = line[end].meaning("cardinal")
    if value < 10 and hundred is not None and hundred.value == "100":
        value, end = value * 100, end + 1
    unit = 1000 if value % 1000 == 0 else 100 if value % 100 == 0 else 0
    rest = _composed(line, line.skip(end, "and")) if unit else None
    return (value + rest[0], rest[1]) if rest is not None and rest[0] < unit else (value, end)
