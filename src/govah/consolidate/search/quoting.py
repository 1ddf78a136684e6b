"""Where words stand that a person copied or remembers: folded, through line ends and spellings with half-spaces."""

import re
from itertools import pairwise

from govah.consolidate.folding import fold, folded

_APART = r"\s+"
_MAYBE_APART = r"\s*"
"""Between letters of Persian and Arabic words: a space, a half-space and nothing are three spellings of one."""


def quoted_places(words: str, text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each place where the words stand: as whole words, else as parts of words.

    Args:
        words: As typed; case, digits of any script, spaces and Persian spelling do not matter.
        text: A page's text.
    """
    pieces = folded(words).split()
    if not pieces:
        return ()
    pattern = re.escape(pieces[0])
    for before, after in pairwise(pieces):
        pattern += (_MAYBE_APART if _spelt_freely(before[-1], after[0]) else _APART) + re.escape(after)
    there = fold(text)
    for sought in (rf"(?<!\w){pattern}(?!\w)", pattern):
        found = tuple(there.span(*match.span()) for match in re.finditer(sought, there.text))
        if found:
            return found
    return ()


def _spelt_freely(before: str, after: str) -> bool:
    return all(sign.isalpha() and "\u0600" <= sign <= "\u06ff" for sign in (before, after))
