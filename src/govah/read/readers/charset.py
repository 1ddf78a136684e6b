"""Which encoding bytes are in, when nobody says or somebody says it wrongly.

Deterministic: byte order marks, the shape of UTF-8, UTF-16 and UTF-32, then each legacy encoding is tried and the
text that it gives is scored by how common its letters are and whether they stand where such letters stand.
"""

import codecs
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

SAMPLE = 1 << 16
"""Bytes that a guess looks at."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What labels mean in practice (the WHATWG encoding standard, and Outlook's habits).
_LABELS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "asmo-708": "iso8859_6",
    "x-mac-arabic": "mac_arabic",
    "x-mac-farsi": "mac_farsi",
    "x-mac-cyrillic": "mac_cyrillic",
    "macintosh": "mac_roman",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode": "utf-16",
    "x-user-defined": "cp1252",
    "x-unknown": "",
    "unknown-8bit": "",
    "unknown": "",
    "default": "",
    "_autodetect": "",
}
_ASCII = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "646"})

# Letters by falling frequency in running text; what is missing counts as rare.
_PERSIAN = "ایرنهدمتوسبشلکزگخفقعجپحطآصچضغذثژظئأؤء"
_ARABIC = "اليمنوتربةعدسفهكقحأجشصطخىضزذثغإئظءؤآ"
_HEBREW = "יוהלאתרבמשנעדחקםפכטגןזצסךףץ"
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
_GREEK = "αοιετσνηυρπκμλςωδγχθφβξζψάίόέήύώϊϋΐ"

_CANDIDATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cp1256", (_PERSIAN, _ARABIC)),
    ("iso8859_6", (_ARABIC,)),
    ("mac_farsi", (_PERSIAN,)),
    ("mac_arabic", (_ARABIC,)),
    ("cp1255", (_HEBREW,)),
    ("cp1251", (_RUSSIAN,)),
    ("koi8_u", (_RUSSIAN,)),
    ("cp866", (_RUSSIAN,)),
    ("cp1253", (_GREEK,)),
)
_RARER = {"iso8859_6": 0.03, "mac_farsi": 0.12, "mac_arabic": 0.12, "cp866": 0.05, "koi8_u": 0.02}
"""What an encoding must score better than the usual one of its script."""
_LATIN = ("cp1252", "cp1250", "cp1254", "mac_roman", "cp850")
_FINAL_ONLY = frozenset("ةىךםןףץς")
_WORD = re.compile(r"[^\W\d_]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text.

    Args:
        text: The text.
        encoding: Python's name of the encoding.
        remark: What a person should know: that the label was wrong, that bytes could not be read.
    """

    text: str
    encoding: str
    remark: str | None = None


def codec(label: str | None) -> str | None:
    """Python's name for a label, None where it is unknown or says nothing."""
    if not label:
        return None
    wanted = label.strip().strip("\"'").lower()
    wanted = _LABELS.get(wanted, wanted)
    if not wanted or not re.fullmatch(r"[a-z0-9._:-]+", wanted):
        return None
    for name in (wanted, wanted.removeprefix("x-"), wanted.replace("windows-", "cp"), re.sub(r"^cp-?", "cp", wanted)):
        try:
            found = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        # Python also looks up "encodings" that are programs over bytes (zip, base64) or escapes.
        if not getattr(found, "_is_text_encoding", False) or found.name in {
            "unicode_escape", "raw-unicode-escape", "unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem",
        }:  # fmt: skip
            return None
        return found.name
    return None


def _weights(order: str) -> dict[str, float]:
    return {letter: 1.0 - 1.4 * place / len(order) for place, letter in enumerate(order)}


_TABLES = {order: _weights(order) for order in (_PERSIAN, _ARABIC, _HEBREW, _RUSSIAN, _GREEK)}
_ARABIC_MARKS = frozenset(
    "\u200c\u200d\u200e\u200f\u060c\u061b\u061f\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
)
_QUIET = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2026«»\u00a0\u00ad\u2022°§©®·€£")


def _script_score(text: str, table: dict[str, float], marks: frozenset[str]) -> float:
    """Mean commonness of what is not ASCII in `text`, -2 to 1."""
    total, count = 0.0, 0
    length = len(text)
    for place, letter in enumerate(text):
        if letter < "\x80":
            continue
        count += 1
        lower = letter.lower()
        weight = table.get(lower)
        if weight is None:
            if letter in marks or letter in _QUIET or letter.isdecimal():
                continue
            total -= 2.0 if not letter.isalpha() else 1.2
            continue
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < length else " "
        if (
            (letter in _FINAL_ONLY and after.isalpha())
            or (before.isascii() and before.isalpha())
            or (lower != letter and before.islower())
        ):
            weight = -1.5
        elif lower != letter and weight > 0:
            weight *= 0.7  # so that a script without capitals is not taken for capitals of another
        total += weight
    return total / count if count else 0.0


def _latin_score(text: str) -> float:
    """The same for a text that would be Latin with accents: few of them to a word, among plain letters, small."""
    total, count = 0.0, 0
    for word in _WORD.findall(text):
        accents = [letter for letter in word if letter >= "\x80"]
        count += len(accents)
        if not accents:
            continue
        plain = len(word) - len(accents)
        mixed_case = any(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
        if mixed_case or (plain < len(accents) and len(word) > 1) or any(ord(letter) > 0x24F for letter in accents):
            total -= len(accents) * 1.2
        else:
            rare = sum(letter in "ÐÞþðŒœŸ¹²³ªºµˇ¸¯ˆ˜" for letter in accents)
            total += 0.75 * len(accents) - 1.5 * rare
    for letter in text:
        if letter >= "\x80" and not letter.isalpha():
            count += 1
            total += 0.2 if letter in _QUIET else -0.6
            if letter < "\xa0" or letter == "\ufffd":
                total -= 1.5
    return total / count if count else 0.0


def _try(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        lost = sample.decode(encoding, "replace")
        return lost if lost.count("\ufffd") * 50 < len(sample) else None


def _strange_ascii(sample: bytes, text: str) -> float:
    """How much of what is not ASCII in the bytes becomes signs of ASCII inside words, as Macintosh Arabic has them."""
    if len(text) != len(sample):
        return 0.0
    inside = sum(
        byte >= 0x80 and " " < text[place] < "\x80" and text[place - 1].isalpha() and text[place + 1].isalpha()
        for place, byte in enumerate(sample[1:-1], 1)
    )
    return 3.0 * inside / max(1, len(_HIGH.findall(sample)))


def _best_single_byte(sample: bytes) -> tuple[float, str]:
    best = (-9.0, "cp1252")
    for encoding, orders in _CANDIDATES:
        text = _try(sample, encoding)
        if text is None:
            continue
        score = max(_script_score(text, _TABLES[order], _ARABIC_MARKS) for order in orders)
        score -= _strange_ascii(sample, text) + _RARER.get(encoding, 0.0)
        if "\ufffd" in text:
            score -= 0.3
        best = max(best, (score, encoding), key=lambda pair: pair[0])
    for encoding in _LATIN:
        text = _try(sample, encoding)
        if text is not None:
            score = _latin_score(text) - (0 if encoding == "cp1252" else 0.12)
            best = max(best, (score, encoding), key=lambda pair: pair[0])
    return best


def _wide(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, by where the small bytes stand."""
    even = sample[: len(sample) // 4 * 4]
    if len(even) < 8:
        even = sample[: len(sample) // 2 * 2]
        if len(even) < 4:
            return None
    places = [sum(byte < 9 for byte in even[start::4]) * 4 / len(even) for start in range(4)]
    if places[2] > 0.9 and places[3] > 0.9 and places[0] < 0.5:
        return "utf-32-le"
    if places[0] > 0.9 and places[1] > 0.9 and places[3] < 0.5:
        return "utf-32-be"
    high_first, high_second = (places[0] + places[2]) / 2, (places[1] + places[3]) / 2
    for encoding, high, low in (("utf-16-le", high_second, high_first), ("utf-16-be", high_first, high_second)):
        if high > 0.2 and low < 0.05:
            try:
                text = even.decode(encoding, "strict")
            except UnicodeDecodeError:
                continue
            if sum(letter.isprintable() or letter in "\r\n\t\f" for letter in text) > 0.9 * len(text):
                return encoding
    return None


def _utf8_like(sample: bytes) -> bool:
    """Whether it is UTF-8, perhaps with some bytes broken or cut at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        good = sum(len(found) for found in _MULTIBYTE.findall(sample))
        return good > 0.9 * len(_HIGH.findall(sample))
    return True


def detect(sample: bytes) -> str:
    """The encoding of bytes that nobody labelled; UTF-8 where they are plain ASCII.

    The last resort among East Asian encodings is charset-normalizer.
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    sample = sample[:SAMPLE]
    if b"\x1b$" in sample and b"\x1b(" in sample and not _HIGH.search(sample):
        return "iso2022_jp"
    wide = _wide(sample)
    if wide:
        return wide
    if _utf8_like(sample):
        return "utf-8"
    score, encoding = _best_single_byte(sample)
    if score < 0.1 and len(_HIGH.findall(sample)) > 8:
        for name in ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949"):
            text = _try(sample, name)
            if text is not None and _east_asian(text):
                found = from_bytes(sample, cp_isolation=["cp932", "euc_jp", "gb18030", "big5", "cp949"]).best()
                return codec(found.encoding) or name if found else name
    return encoding


def _east_asian(text: str) -> bool:
    wide = [letter for letter in text if letter >= "\x80"]
    good = sum("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3"
               or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff65" for letter in wide)  # fmt: skip
    return good > 0.9 * len(wide)


def _label_is_wrong(sample: bytes, name: str) -> bool:
    """Whether the label's own text is not what such a text looks like, while another reading is."""
    if not _HIGH.search(sample):
        return bool(_wide(sample)) and not name.startswith("utf-")
    if name in {"utf-8", "utf-8-sig"}:
        return not _utf8_like(sample)
    if name.startswith(("utf-16", "utf-32")):
        # A label of two-byte units on what is plainly not: bytes of ASCII text with a declaration copied over.
        return (
            _wide(sample) is None
            and not sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            and (b"\x00" not in sample)
        )
    if _MULTIBYTE.search(sample) and _strict_utf8(sample):
        return True
    if name in {"cp1252", "iso8859-1", "iso8859-15"}:
        return _best_single_byte(sample)[0] > 0.3 and _latin_score(sample.decode(name, "replace")) < -0.3
    return False


def _strict_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def choose(sample: bytes, label: str | None) -> tuple[str, str | None]:
    """The encoding to read with, and what to say about it where it is not the label's."""
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding, None
    sample = sample[:SAMPLE]
    name = codec(label)
    if name is None or name in _ASCII:
        return detect(sample), None
    if _label_is_wrong(sample, name):
        found = detect(sample)
        if codec(found) != name:
            return found, f"charset: labelled {label}, read as {found}"
    return name, None


def decode(data: bytes, label: str | None = None) -> Decoded:
    """Bytes as text, by their mark, their label if it can be right, else by a guess."""
    encoding, remark = choose(data, label)
    try:
        return Decoded(data.decode(encoding), encoding, remark)
    except (UnicodeDecodeError, ValueError):
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, remark or f"charset: some bytes are not {encoding}")


def sample_of(stream: BinaryIO) -> bytes:
    """What a guess should look at: the beginning and, where that is plain ASCII, what surrounds the first other byte.

    Leaves the stream at its beginning.
    """
    stream.seek(0)
    head = stream.read(SAMPLE)
    sample = head
    if not _HIGH.search(head) and b"\x00" not in head:
        while chunk := stream.read(1 << 20):
            if _HIGH.search(chunk):
                lines = [line for line in chunk.splitlines(keepends=True) if _HIGH.search(line)]
                sample = b"".join(lines)[:SAMPLE]
                break
    stream.seek(0)
    return sample


def text_chunks(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The text of a stream, in pieces, bytes that are not of the encoding as U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while data := stream.read(1 << 18):
        yield decoder.decode(data)
    yield decoder.decode(b"", True)
