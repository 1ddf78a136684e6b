"""Pictures of pages that were drawn already. Derived; may be thrown away at any time."""

from pathlib import Path
from uuid import uuid4


class PictureCache:
    """One file per picture.

    Args:
        folder: `derived/pictures`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """A picture, None where it was not drawn yet."""
        path = self._folder / f"{name}.png"
        return path.read_bytes() if path.exists() else None

    def put(self, name: str, png: bytes) -> None:
        """Keep a picture."""
        self._folder.mkdir(parents=True, exist_ok=True)
        temporary = self._folder / f"{name}.{uuid4().hex}.tmp"  # two requests may draw the same page at once
        temporary.write_bytes(png)
        temporary.replace(self._folder / f"{name}.png")
