"""The tables of words that a person can add to, each with what a row of it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from govah.consolidate.data import program_rows
from govah.consolidate.data.extension import Row
from govah.errors import UsageError


class First(Enum):
    """What stands in the first cell of a row."""

    KNOWN = "one that the program has"
    SCHEME = "name of a scheme"
    LANGUAGE = "code of a language"
    OFFICE = "words of an office, or nothing"
    WORDS = "the words themselves"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words.

    Args:
        name: As it is named to the command, and in the log.
        columns: Their heads; the last is of words, with `|` between them, or a sentence.
        first: What stands in the first column.
        about: What a row says, in a sentence.
        example: A row, as somebody would add it.
    """

    name: str
    columns: tuple[str, ...]
    first: First
    about: str
    example: Row

    @property
    def rows(self) -> Sequence[Row]:
        """The program's own rows."""
        return program_rows(f"{self.name}.tsv")

    @property
    def choices(self) -> tuple[str, ...]:
        """What may stand in the first column, where only what the program knows may."""
        return tuple(dict.fromkeys(row[0] for row in self.rows)) if self.first is First.KNOWN else ()


TABLES: Final[tuple[Table, ...]] = (
    Table(
        "classifications",
        ("scheme", "level", "words"),
        First.SCHEME,
        "Marks of secrecy of a state's rules: a name for the rules, the level from 1, the highest, to 4 (nothing: "
        "marked as open), and the words.",
        ("pk-1993", "2", "صیغہ راز|secret (state)"),
    ),
    Table("urgencies", ("words",), First.WORDS, "Marks of urgency.", ("by special rider|minute de nuit",)),
    Table(
        "letter_labels",
        ("field", "strength", "words"),
        First.KNOWN,
        "Words that stand before a field of a letter. Strength colon: only with a colon, or alone on its line; value: "
        "also without, where a number, a date or a class follows at once.",
        ("number", "value", "Docket|Docket No"),
    ),
    Table(
        "letter_phrases",
        ("role", "words"),
        First.KNOWN,
        "Phrases by what they do in a letter: open it, close it, ask for an answer, say that none came.",
        ("expects", "kindly favour us with|an early word from you"),
    ),
    Table(
        "reference_words",
        ("kind", "words"),
        First.KNOWN,
        "Words that cite another letter. reply: it is answered; follow_up: our own goes on; either: a reply, unless "
        "that letter is called ours; citation: only cited; annex: this sheet belongs to it; loose: cites only where a "
        "letter's noun and a number follow.",
        ("reply", "بعطفة كتابكم|in return of your letter"),
    ),
    Table(
        "titles",
        ("office", "titles"),
        First.OFFICE,
        "Titles of office-holders, each one word, and the word of their office; without it, the title says nothing of "
        "the office.",
        ("zila", "nazim"),
    ),
    Table(
        "honorifics",
        ("kind", "words"),
        First.KNOWN,
        "Words of courtesy. person: before a name or title; filler: says nothing; not_name, not_title: never part of "
        "one.",
        ("person", "Mohtarram|Janab"),
    ),
    Table(
        "offices",
        ("place", "words"),
        First.KNOWN,
        "Words by which an office is known. first: its name begins so; inside: anywhere in its name.",
        ("inside", "tehsil|patwarkhana"),
    ),
    Table(
        "compliments",
        ("language", "sentence"),
        First.LANGUAGE,
        "First sentences of notes verbales. <sender> and <to> stand for offices, [ ] may be missing, | parts forms of "
        "a word, /…/ is what may follow the addressee.",
        ("en", "[the] <sender> conveys|convey its|their respects to [the] <to> /and|with/"),
    ),
    Table(
        "register_words",
        ("place", "words"),
        First.KNOWN,
        "Names of the columns of a register of letters, each as a whole cell says it; and the words of its title "
        "(register, outgoing, incoming), of a cell that repeats the one above (ditto), of remarks that tell of an "
        "answer (replied).",
        ("number", "Chitthi No|Patra sankhya"),
    ),
    Table(
        "minutes_words",
        ("place", "words"),
        First.KNOWN,
        "Words of minutes: headings of their parts (present, absent, agenda, discussion, decisions, end), names of "
        "columns, what stands before an owner or a day. Each as it stands there.",
        ("present", "Kararbaran|Hazir janab"),
    ),
    Table(
        "outcome_words",
        ("place", "words"),
        First.KNOWN,
        "Words that say what became of a proposal (adopted, rejected, postponed, overtaken), nouns for one, and words "
        "for a place in a list (1 to 10).",
        ("rejected", "negatived|struck off the list"),
    ),
)


def table_named(name: str) -> Table:
    """The table of that name.

    Raises:
        UsageError: None has it.
    """
    for table in TABLES:
        if table.name == name.removesuffix(".tsv"):
            return table
    known = ", ".join(table.name for table in TABLES)
    raise UsageError(f"There is no table {name!r} of words.", f"Name one of: {known}. What each is: govah wordings")
