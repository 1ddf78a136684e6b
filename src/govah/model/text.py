"""What a page's text is: the one normalisation that every stored text has passed. And how a message counts."""

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def stored_text(text: str) -> str:
    """Text as it is stored, shown, cited and counted in.

    Line ends become LF; surrogates, NUL and C0 controls but LF and TAB become U+FFFD; then NFC.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("\ufffd", unified))


def joined(*told: str | None, between: str = "; ") -> str | None:
    """What is told, one after another; None where nothing is."""
    return between.join(filter(None, told)) or None


def counted(count: int, noun: str) -> str:
    """`1 page`, `2 pages`; of several words the last is counted: `1 new exhibit`."""
    return f"{count} {noun if count == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """`pages`, `entries`, `witnesses`, `days`."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"
