"""The stage *read*: one exhibit's bytes to pages, children and what a person should know about both.

It runs in a worker that may be killed at any moment, and knows nothing of time and memory: the engine does.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO, Final

from govah.errors import UsageError
from govah.model.status import Status
from govah.read import media
from govah.read.gathering import RATIO_FREE, Gathering, OverLimitError
from govah.read.language import language_of
from govah.read.media_telling import tell
from govah.read.nesting import promised_bytes
from govah.read.reader import Limits, Reader, Remark
from govah.read.reading import Reading
from govah.read.registry import Registry, installed
from govah.read.wire import reading_to_json

VERSION: Final = "3"
"""Of this stage, apart from its readers' own."""

_SETTABLE: Final = frozenset(field.name for field in fields(Limits)) - {"scratch", "ocr"}
_BASE_SECONDS: Final = 60
_SECONDS_PER_MEBIBYTE: Final = 4
_OCR_BASE_SECONDS: Final = 120
_OCR_SECONDS_PER_MEBIBYTE: Final = 240
_MOST_SECONDS: Final = 4 * 3600


def cpu_allowance(size: int, ocr: bool) -> int:
    """CPU seconds that reading an exhibit may take.

    A scanned page is some 30 to 300 KiB, and its recognition takes 2 to 20 CPU seconds.

    Args:
        size: Bytes of the exhibit.
        ocr: Whether its pictures may be recognised.
    """
    mebibytes = size / (1 << 20)
    seconds = _BASE_SECONDS + _SECONDS_PER_MEBIBYTE * mebibytes
    if ocr:
        seconds += _OCR_BASE_SECONDS + _OCR_SECONDS_PER_MEBIBYTE * mebibytes
    return min(_MOST_SECONDS, int(seconds))


def warm() -> None:
    """Load the readers and the language identifier, once per worker."""
    installed()
    language_of("a text long enough to be asked about")


def read_exhibit(arguments: Mapping[str, Any], scratch: Path) -> dict[str, Any]:
    """Read one exhibit.

    Args:
        arguments: `path` (absolute, of the bytes), `names` (known names, asked in sorted order where content
            cannot tell the type), `ocr`, `limits` (any of `Limits` but `scratch` and `ocr`).
        scratch: The task's own folder; children's bytes are in its folder `children` afterwards.

    Returns:
        A `Reading` as JSON, see `govah.read.wire`.

    Raises:
        UsageError: The arguments are not these.
        OSError: The bytes cannot be opened.
    """
    path, names, limits = _arguments(arguments, scratch)
    with path.open("rb") as stream:
        return reading_to_json(read_stream(stream, names, limits, installed()))


def read_stream(stream: BinaryIO, names: list[str], limits: Limits, registry: Registry) -> Reading:
    """Read an exhibit from a seekable stream with the readers of a registry."""
    size = stream.seek(0, 2)
    media_type = tell(stream, names)
    if size == 0:
        return Reading(media_type, None, Status.EMPTY, "no bytes")
    if media_type in media.LOCKED:
        return Reading(media_type, None, Status.ENCRYPTED, "the whole file is encrypted")
    reader = registry.reader_for(media_type)
    if reader is None:
        return Reading(media_type, None, Status.UNSUPPORTED, _no_reader(media_type, registry))
    gathering = Gathering(limits, size)
    _gather(reader, stream, limits, gathering)
    _look_within(limits, size, gathering)
    return gathering.reading(media_type, f"{reader.name}/{reader.version}")


def _gather(reader: Reader, stream: BinaryIO, limits: Limits, gathering: Gathering) -> None:
    try:
        for item in reader.read(stream, limits):
            gathering.add(item)
    except OverLimitError as over:
        gathering.add(Remark(Status.OVER_LIMIT, str(over)))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the contract: whatever a reader raises; a panic in Rust is no Exception
        gathering.fail(error)


def _look_within(limits: Limits, size: int, gathering: Gathering) -> None:
    """Archives in archives: what they promise counts against the ratio of the file that holds them all."""
    most = max(RATIO_FREE, limits.ratio * size)
    if promised_bytes(gathering.spooled(), most) > most:
        told = f"more than {limits.ratio} times the file's own bytes come out of the archives within it"
        gathering.add(Remark(Status.OVER_LIMIT, told))


def _no_reader(media_type: str, registry: Registry) -> str:
    told = f"no reader for {media_type}"
    if not registry.broken:
        return told
    broken = "; ".join(f"{reader.name} ({reader.why})" for reader in registry.broken)
    return f"{told}; readers that could not be loaded: {broken}"


def _arguments(arguments: Mapping[str, Any], scratch: Path) -> tuple[Path, list[str], Limits]:
    remedy = "Pass path, names, ocr and limits as read_exhibit describes them."
    path, names, ocr, given = (arguments.get(key) for key in ("path", "names", "ocr", "limits"))
    if not isinstance(path, str) or not Path(path).is_absolute():
        raise UsageError("read_exhibit needs the absolute path of the bytes.", remedy)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError("read_exhibit needs a list of known names.", remedy)
    if not isinstance(ocr, bool) or not isinstance(given, dict):
        raise UsageError("read_exhibit needs `ocr`, true or false, and `limits`, an object.", remedy)
    if set(given) - _SETTABLE or not all(isinstance(value, int) and value >= 0 for value in given.values()):
        raise UsageError(f"read_exhibit knows these limits, all whole numbers: {', '.join(sorted(_SETTABLE))}.", remedy)
    return Path(path), names, Limits(scratch=scratch, ocr=ocr, **given)
