"""Traces of a file's making: what its bytes tell beside the text. Facts, not judgements."""

from dataclasses import dataclass

from govah.model.identifiers import Sha256


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture inside of a file, or the file itself where it is one.

    Args:
        place: Page (from 1) and order on it; in a word-processing document the name of the part.
        page: The page, None where the format has no places for pictures.
        width: Pixels.
        height: Pixels.
        whole: Whether it is the picture of a page, as a scan's.
        letterhead: Whether it stands in a header, or in the uppermost part of a page.
        pixels: Digest of its grey points: equal for equal pictures, whatever file format they are kept in.
        look: 64 bits of differences between neighbouring shades, in hex: near for pictures that look alike.
        prints: Digests of its distinctive squares of 16 × 16 points, with the place of each (left, top). The same
            square is chosen in a picture and in a piece that was cut from it.
    """

    place: str
    page: int | None
    width: int
    height: int
    whole: bool
    letterhead: bool
    pixels: str
    look: str
    prints: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Revisions:
    """Revision ids of a word-processing document (`w:rsid…`): those that its settings list, and those in its text."""

    listed: frozenset[str]
    used: frozenset[str]


@dataclass(frozen=True, slots=True)
class MailSeal:
    """A DKIM signature of a mail (RFC 6376), as far as it can be checked without the key.

    Args:
        domain: Who signs.
        selector: Under which name the key was published.
        algorithm: As written.
        agrees: Whether the body's hash is that of the body; None where the algorithm is not known.
    """

    domain: str
    selector: str
    algorithm: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Traces:
    """What a file's bytes tell of its making.

    Args:
        sha256: The exhibit.
        method: Name and version of the rules.
        fonts: Families that the text names, sorted.
        revisions: None where the format has none.
        seals: Signatures of a mail.
        bitmaps: Pictures in their order.
        failed: Why the file could not be looked into.
    """

    sha256: Sha256
    method: str
    fonts: tuple[str, ...] = ()
    revisions: Revisions | None = None
    seals: tuple[MailSeal, ...] = ()
    bitmaps: tuple[Bitmap, ...] = ()
    failed: str | None = None
