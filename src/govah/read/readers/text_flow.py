"""Running text put together from marked-up pieces: where lines end, where cells end, which white space counts."""

import re

_WHITE = re.compile(r"[ \t\n\r\f]+")


class TextFlow:
    """Text in the making.

    Blocks stand on lines of their own, cells are parted by TAB and rows by LF; white space of the markup counts as
    one space, at the ends of lines as none.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = ""
        self._rows: list[bool] = []

    def words(self, text: str | None) -> None:
        """Add text whose white space is markup's."""
        if not text:
            return
        plain = _WHITE.sub(" ", text)
        if plain.startswith(" ") and not self._gap:
            self._gap = " "
        kept = plain.strip(" ")
        if kept:
            self._add(kept)
            if plain.endswith(" "):
                self._gap = " "

    def literal(self, text: str | None) -> None:
        """Add text whose white space is its own."""
        if text:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._pieces or "\t" in self._gap:
            self._pieces.append(self._gap)
        self._gap = ""
        self._pieces.append(text)

    def line(self) -> None:
        """End the line, if there is anything on it."""
        if "\t" not in self._gap and not self._gap.endswith("\n"):
            self._gap = "\n"

    def line_break(self) -> None:
        """End the line, also an empty one."""
        self._gap = self._gap.strip(" ") + "\n"

    def row_start(self) -> None:
        """A table's row begins."""
        self.line()
        self._rows.append(False)

    def cell_start(self) -> None:
        """A cell of the row begins."""
        if self._rows and self._rows[-1]:
            self._gap = self._gap.replace("\n", "").replace(" ", "") + "\t"
        elif self._rows:
            self._rows[-1] = True
        else:
            self.line()

    def cell_end(self) -> None:
        """A cell ends, where cells are not told by their beginnings."""
        self._gap = self._gap.replace("\n", "").replace(" ", "") + "\t"

    def row_end(self) -> None:
        """The row ends; empty cells at its end are left off."""
        if self._rows:
            self._rows.pop()
        self._gap = "\n"

    def text(self) -> str:
        """What was put together, without white space at its ends."""
        return "".join(self._pieces).strip("\n ")


def block(label: str, text: str) -> str:
    """A block behind the body, `[header] …`; empty where there is no text."""
    stripped = text.strip()
    return f"[{label}] {stripped}" if stripped else ""


def joined(body: str, blocks: list[str]) -> str:
    """The body with its blocks, each distinct one once, in order."""
    return "\n".join(part for part in (body, *dict.fromkeys(blocks)) if part)
