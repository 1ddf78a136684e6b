"""Rows of words from the text of a table, each checked before anything is said in the log."""

import re
from collections.abc import Iterator
from typing import NoReturn

from govah.consolidate.data.extension import BY_WORD, Row, word_key
from govah.consolidate.folding import folded
from govah.consolidate.wordings.tables import First, Table
from govah.errors import UsageError
from govah.model.text import stored_text

MOST_ROWS = 2_000
"""Rows that are added at once."""
MOST_BYTES = 1 << 20
_LONGEST = 160
"""Code points of a word or sentence; what is longer is a paragraph, and is never met again."""

_STEERING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")
_SCHEME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PLACES = re.compile(r"<[^<>\s]*>")
_PIECE = re.compile(r"<sender>|<to>|\[[^][<>/\s]+\]|[^][<>/\s]+|/[^][<>/\s]+/")
_LEVELS = ("", "1", "2", "3", "4")
_STRENGTHS = ("colon", "value")


def read_rows(table: Table, data: bytes, name: str) -> tuple[Row, ...]:
    """The rows of a table's text.

    Args:
        table: To which they are added.
        data: UTF-8; a line is a row of cells parted by TAB. Empty lines and those that begin with `#` are skipped,
            and so is a heading.
        name: What the text is called in a message.

    Raises:
        UsageError: Something in it cannot be added; it says which line, and what to do.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} is longer than 1 MiB.", "Add the words in several files, each with a reason.")
    rows: dict[int, Row] = {}
    for number, line in _lines(data, name):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not rows and tuple(cell.casefold() for cell in cells) == table.columns:
            continue
        rows[number] = _Line(table, name, number).checked(cells)
        if len(rows) > MOST_ROWS:
            raise UsageError(f"{name} has more than {MOST_ROWS:,} rows.", "Add them in several files.")
    if not rows:
        raise UsageError(f"{name} has no row of words.", _wanted(table))
    _check_once(table, rows, name)
    return tuple(rows.values())


def _lines(data: bytes, name: str) -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their numbers from 1."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            line = raw.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            raise UsageError(f"{name}, line {number}: this is not UTF-8.", "Save it as text in UTF-8.") from error
        if line.strip() and not line.startswith("#"):
            yield number, line


def _wanted(table: Table) -> str:
    columns = " TAB ".join(table.columns)
    return f"A row of {table.name} is: {columns}. For example: {' TAB '.join(table.example)}"


class _Line:
    """A line that is checked.

    Args:
        table: To which its row is added.
        name: Of the text.
        number: Of the line, from 1.
    """

    def __init__(self, table: Table, name: str, number: int) -> None:
        self._table = table
        self._where = f"{name}, line {number}"

    def checked(self, cells: Row) -> Row:
        """The row of these cells, its words cleaned of spaces around them."""
        steering = next((match.group() for cell in cells if (match := _STEERING.search(cell))), None)
        if steering is not None:
            self._refuse(
                f"there is a control character, U+{ord(steering):04X}.", "Take it out, and add the file again."
            )
        if len(cells) != len(self._table.columns):
            self._refuse(f"{len(cells)} columns, where {len(self._table.columns)} belong.", _wanted(self._table))
        cells = tuple(map(stored_text, cells))
        self._first(cells[0])
        if self._table.columns[1:2] == ("level",) and cells[1] not in _LEVELS:
            self._refuse(f"{cells[1]!r} is no level.", "Write 1, the highest, to 4; or nothing for a mark as open.")
        if self._table.columns[1:2] == ("strength",) and cells[1] not in _STRENGTHS:
            self._refuse(f"{cells[1]!r} is no strength.", "Write colon or value. What they mean: govah wordings")
        if self._table.first is First.LANGUAGE:
            return (*cells[:-1], self._sentence(cells[-1]))
        return (*cells[:-1], "|".join(self._word(word.strip()) for word in cells[-1].split("|")))

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise UsageError(f"{self._where}: {what}", remedy)

    def _first(self, cell: str) -> None:
        head = self._table.columns[0]
        match self._table.first:
            case First.KNOWN if cell not in self._table.choices:
                self._refuse(
                    f"{cell!r} is no {head} of {self._table.name}.", f"Write: {', '.join(self._table.choices)}"
                )
            case First.SCHEME if not _SCHEME.fullmatch(cell):
                self._refuse(
                    f"{cell!r} is no name of a scheme.", "Name the state and the year of its rules: pk-1993, iq-common"
                )
            case First.LANGUAGE if not _LANGUAGE.fullmatch(cell):
                self._refuse(f"{cell!r} is no code of a language.", "Write two or three letters: ar, en, fa, ur")
            case First.OFFICE if cell:
                self._word(cell)

    def _word(self, word: str) -> str:
        if not word:
            self._refuse("a word is empty.", "Take out what stands too much: a | at the end, or two together.")
        if len(word) > _LONGEST:
            self._refuse(f"{word[:40]!r}… is longer than {_LONGEST} signs.", "Give the words that always stand there.")
        open_end, bare = word.endswith("~"), word.removesuffix("~")
        if "~" in bare:
            self._refuse(f"{word!r} has a ~ that is not at its end.", "Put ~ last: it lets other letters follow.")
        sides = bare.replace("...", "…").split("…")
        if len(sides) > 2:
            self._refuse(f"{word!r} has more than one ….", "Part a phrase in two at most.")
        letters = min(sum(sign.isalpha() for sign in folded(side)) for side in sides)
        if letters < (3 if open_end else 2):
            self._refuse(
                f"{word!r} is so short that it would be found everywhere.",
                "Give it with the words that stand beside it; at least two letters, or three before ~.",
            )
        if self._table.name == "titles" and " " in folded(word):
            self._refuse(f"{word!r} is more than one word.", "A title is one word: the last that tells the office.")
        return word

    def _sentence(self, sentence: str) -> str:
        if len(sentence) > 2 * _LONGEST:
            self._refuse(f"the sentence is longer than {2 * _LONGEST} signs.", "Give what always stands there.")
        if sorted(_PLACES.findall(sentence)) != ["<sender>", "<to>"]:
            self._refuse("the sentence needs <sender> and <to>, each once, and no other < >.", _wanted(self._table))
        pieces = sentence.split()
        for piece in pieces:
            forms = piece.strip("[]/").split("|")
            if not _PIECE.fullmatch(piece) or not all(word_key(form.replace("_", " ")) for form in forms):
                self._refuse(f"{piece!r} cannot stand in a sentence.", _wanted(self._table))
        if any(piece.startswith("/") for piece in pieces[:-1]):
            self._refuse("what follows the addressee, /…/, stands last.", _wanted(self._table))
        fixed = [piece for piece in pieces if piece[0] not in "<[/"]
        if sum(sign.isalpha() for piece in fixed for sign in piece) < 4:
            self._refuse("the sentence has hardly a word of its own.", _wanted(self._table))
        return " ".join(pieces)


def _check_once(table: Table, rows: dict[int, Row], name: str) -> None:
    """See that no word of a text is said to be two things, where a word means one."""
    if table.name not in BY_WORD:
        return
    known: dict[str, tuple[int, Row]] = {}
    for number, row in rows.items():
        for word in row[-1].split("|"):
            line, head = known.setdefault(word_key(word), (number, row[:-1]))
            if head != row[:-1]:
                raise UsageError(
                    f"{name}, line {number}: {word!r} stands in line {line} as something else.",
                    "Leave it in the row where it belongs.",
                )
