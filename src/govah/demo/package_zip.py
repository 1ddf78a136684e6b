"""Zip files without a trace of when they were made: members and properties carry the dates they are given."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

from govah.demo.paper import ZONE

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def zipped(members: Iterable[tuple[str, bytes, dt.datetime]]) -> bytes:
    """Write an archive.

    Args:
        members: Name, bytes and time of each, in the order they shall stand.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, moment in members:
            info = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return written.getvalue()


def office_package(package: bytes, moment: dt.datetime) -> bytes:
    """Rewrite a docx or xlsx so that no member or property carries the time of its making.

    Args:
        package: As the library wrote it.
        moment: When the paper was made, local time.
    """
    stamp = f"{moment.replace(tzinfo=ZONE).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return zipped(
        (name, _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<3>", data) if name == _CORE else data, moment)
        for name, data in members
    )
