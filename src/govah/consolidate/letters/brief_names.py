"""Parties that a note verbale calls by one word, `the Commission`, «الوزارة»: it names them in full elsewhere."""

import re
from collections.abc import Sequence

from govah.consolidate.folding import folded
from govah.consolidate.letters.offices import courtesy
from govah.model.letter import Correspondent

_ARTICLE = re.compile(r"^(?:the|la|le|l'|ال)\s?")


def is_brief(who: Sequence[Correspondent]) -> bool:
    """Whether a single correspondent is called by one word alone."""
    return len(who) == 1 and len(_word(who[0]).split()) == 1


def in_full(brief: Correspondent, who: Sequence[Correspondent]) -> bool:
    """Whether one of several correspondents has the word by which another was called, and more."""
    word = _word(brief)
    return any(word in (full := _word(one)) and full != word for one in who)


def _word(one: Correspondent) -> str:
    """Name and office, folded, without the article and words of courtesy."""
    words = folded(" ".join(part for part in (one.name, one.office) if part)).strip(" ,.:")
    return _ARTICLE.sub("", courtesy("filler").sub(" ", words).strip())
