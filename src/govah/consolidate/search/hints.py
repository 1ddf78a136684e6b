"""What a query says in another search's language, and how it is said here."""

import re

_QUOTED = re.compile('["“”„«»][^"“”„«»]*["“”„«»]')
_OPERATOR = re.compile(r"(?<![^\s(])(AND|NOT|NEAR)(?![^\s)])")
_FIELD = re.compile(r"(?<![^\s(-])([A-Za-z_]{2,20}):(?=[^\s/])")
_INSTEAD = {
    "AND": "words are joined by and without it; leave it out",
    "NOT": "write -word for what you do not want",
    "NEAR": 'write "words side by side" in quotation marks',
}


def query_hints(written: str) -> tuple[str, ...]:
    """A sentence for each sign of another search's language that is searched here as a word."""
    bare = _QUOTED.sub(" ", written)
    hints = [f"{word} is searched as a word: {_INSTEAD[word]}." for word in dict.fromkeys(_OPERATOR.findall(bare))]
    fields = dict.fromkeys(_FIELD.findall(_QUOTED.sub("x", written)))
    hints += [f"{field}: is searched as a word, for it is no field; name: is." for field in fields if field != "name"]
    return tuple(hints)
