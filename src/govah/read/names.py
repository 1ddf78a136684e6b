"""Names of members as paths show them."""

import re
from typing import Final

_BROKEN = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST: Final = 4_000


def shown_name(name: str, raw: bytes | None) -> tuple[str, bytes | None]:
    """A member's name for people and its bytes where they are not UTF-8.

    Bytes that are not UTF-8 show as `%DF`. Anything else stays as it stands there, `..`, NUL and a leading `/`
    included: a name is text in a record and never a file's path.

    Args:
        name: As the container has it; lone surrogates U+DC80–DCFF are bytes (PEP 383).
        raw: The bytes of the name where they are known not to be UTF-8.
    """
    if raw is None and _SURROGATE.search(name):
        raw = name.encode("utf-8", "surrogateescape") if _is_escaped(name) else name.encode("utf-8", "surrogatepass")
    if raw is not None and not _is_utf8(raw):
        return _percent(raw)[:_LONGEST], raw
    return _SURROGATE.sub("\ufffd", name)[:_LONGEST], None


class EqualNames:
    """Numbers equal names of one container: the second `scan.pdf` is `scan.pdf#2`.

    Where a member is really called `scan.pdf#2`, the next free number is taken, so that no two paths are equal.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._taken: set[str] = set()

    def unique(self, name: str) -> str:
        """The name as its path shows it; members are asked for in their order."""
        number = self._seen.get(name, 0) + 1
        shown = name if number == 1 else f"{name}#{number}"
        while shown in self._taken:
            number += 1
            shown = f"{name}#{number}"
        self._seen[name] = number
        self._taken.add(shown)
        return shown


def _is_escaped(name: str) -> bool:
    return len(_BROKEN.findall(name)) == len(_SURROGATE.findall(name))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _percent(raw: bytes) -> str:
    shown = raw.decode("utf-8", "surrogateescape")
    return _BROKEN.sub(lambda match: f"%{ord(match.group()) - 0xDC00:02X}", shown)
