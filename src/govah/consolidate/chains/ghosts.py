"""Letters that are cited and not held."""

from collections.abc import Mapping, Sequence

from govah.consolidate.letters.numbers import number_key
from govah.model.fuzzy_date import FuzzyDate
from govah.model.identifiers import LetterId
from govah.model.letter import Ghost, Letter, Reference


def ghosts(letters: Sequence[Letter], settled: Mapping[LetterId, tuple[Reference, ...]]) -> tuple[Ghost, ...]:
    """Numbers that are cited and not held, each once, whatever the order of its segments."""
    numbers: dict[tuple[str, ...], str] = {}
    dates: dict[tuple[str, ...], FuzzyDate] = {}
    citing: dict[tuple[str, ...], list[LetterId]] = {}
    for letter in letters:
        for reference in settled[letter.id]:
            if reference.number is None or reference.letter is not None:
                continue
            key = number_key(reference.number)
            if letter.number is not None and key.free == number_key(letter.number).free:
                continue  # its file's number, which it bears itself
            name = min(key.ordered, key.reverse)
            numbers.setdefault(name, reference.number)
            if reference.date is not None:
                dates.setdefault(name, reference.date)
            if letter.id not in citing.setdefault(name, []):
                citing[name].append(letter.id)
    return tuple(
        Ghost(numbers[name], dates.get(name), tuple(citing[name]))
        for name in sorted(numbers, key=lambda one: numbers[one])
    )
