"""Tokens in a row, and what is parsed from them."""

from collections.abc import Sequence
from dataclasses import dataclass

from govah.consolidate.dates.moment import Moment
from govah.consolidate.dates.vocabulary import Token


@dataclass(frozen=True, slots=True)
class Parsed:
    """A moment, or a range of two, and where its expression ends."""

    moment: Moment
    end: int
    until: Moment | None = None


class Line:
    """Tokens with a safe look beyond their end."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._beyond = Token("end", "", len(tokens) and tokens[-1].end, len(tokens) and tokens[-1].end)

    def __getitem__(self, index: int) -> Token:
        """The token at an index, an empty one outside."""
        return self._tokens[index] if 0 <= index < len(self._tokens) else self._beyond

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self._tokens)

    def touches(self, index: int) -> bool:
        """Whether nothing stands between a token and the next."""
        return self[index].end == self[index + 1].start and self[index + 1].kind != "end"

    def skip(self, index: int, *roles: str, signs: str = "") -> int:
        """The first index at or after one that is neither of the roles nor of the signs."""
        while (signs and self[index].text in signs and self[index].kind == "sign") or any(
            self[index].meaning(role) for role in roles
        ):
            index += 1
        return index
