"""Names of files as a person may trust them: what would hide or turn a part of the name is written out."""

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain_name(name: str) -> str:
    r"""A name with control and bidi characters as `\u202e`: `exe.fdp` never shows as `pdf.exe`."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", name)
