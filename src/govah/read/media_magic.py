"""Files that say what they are in fixed bytes at a fixed place."""

import zlib
from typing import Final

from govah.read import media

HEAD: Final = 64 << 10
"""Bytes from the beginning that are looked at."""
PDF_WITHIN: Final = 1024
"""Bytes within which `%PDF-` must stand (ISO 32000-1, Annex H.3.4.1)."""

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", media.PDF),
    (b"%!PS", media.POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", media.POSTSCRIPT),
    (b"AT&TFORM", media.DJVU),
    (b"\x89PNG\r\n\x1a\n", media.PNG),
    (b"\xff\xd8\xff", media.JPEG),
    (b"II*\x00", media.TIFF),
    (b"MM\x00*", media.TIFF),
    (b"II+\x00\x08\x00\x00\x00", media.TIFF),
    (b"MM\x00+\x00\x08\x00\x00", media.TIFF),
    (b"GIF87a", media.GIF),
    (b"GIF89a", media.GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", media.JP2),
    (b"\xff\x4f\xff\x51", media.JP2),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", media.JXL),
    (b"\xff\x0a", media.JXL),
    (b"8BPS\x00", media.PSD),
    (b"BPG\xfb", "image/bpg"),
    (b"icns", "image/x-icns"),
    (b"SIMPLE  =", "image/fits"),
    (b"AC10", "image/vnd.dwg"),
    (b"\xd7\xcd\xc6\x9a\x00\x00", media.WMF),
    (b"{\\rtf", media.RTF),
    (b"\xffWPC", media.WORDPERFECT),
    (b"HWP Document File", media.HWP),
    (b"\x09\x00\x04\x00\x07\x00", media.XLS_BARE),
    (b"\x09\x00\x04\x00\x02\x00", media.XLS_BARE),
    (b"\x09\x00\x04\x00\x00\x00", media.XLS_BARE),
    (b"\x09\x02\x06\x00", media.XLS_BARE),
    (b"\x09\x04\x06\x00", media.XLS_BARE),
    (b"\x09\x08\x08\x00\x00\x05", media.XLS_BARE),
    (b"\x09\x08\x10\x00\x00\x06", media.XLS_BARE),
    (b"\x00\x00\x02\x00\x04\x04", media.LOTUS),
    (b"\x00\x00\x02\x00\x06\x04", media.LOTUS),
    (b"\x00\x00\x1a\x00", media.LOTUS),
    (b"<MIFFile", media.MIF),
    (b"PK\x03\x04", media.ZIP),
    (b"PK\x05\x06", media.ZIP),
    (b"PK00PK\x03\x04", media.ZIP),
    (b"PK\x07\x08PK\x03\x04", media.ZIP),
    (b"7z\xbc\xaf\x27\x1c", media.SEVEN_ZIP),
    (b"Rar!\x1a\x07", media.RAR),
    (b"RE~^", media.RAR),
    (b"MSCF\x00\x00\x00\x00", media.CAB),
    (b"070701", media.CPIO),
    (b"070702", media.CPIO),
    (b"070707", media.CPIO),
    (b"\xc7\x71", media.CPIO),
    (b"\x71\xc7", media.CPIO),
    (b"!<arch>\n", media.AR),
    (b"WARC/", media.WARC),
    (b"filedesc://", media.ARC),
    (b"\x1f\x8b\x08", media.GZIP),
    (b"BZh", media.BZIP2),
    (b"\xfd7zXZ\x00", media.XZ),
    (b"\x28\xb5\x2f\xfd", media.ZSTD),
    (b"\x1f\x9d", media.COMPRESS),
    (b"\xca\xfe\xd0\x0d", "application/x-java-pack200"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.OLE),
    (b"!BDN", media.PST),
    (b"\x78\x9f\x3e\x22", media.TNEF),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", media.ONENOTE),
    (b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f", media.ONENOTE),
    (b"ITSF\x03\x00\x00\x00", media.CHM),
    (b"\x00\x01\x00\x00Standard Jet DB\x00", media.ACCESS),
    (b"\x00\x01\x00\x00Standard ACE DB\x00", media.ACCESS),
    (b"SQLite format 3\x00", media.SQLITE),
    (b"bplist00", media.PLIST_BINARY),
    (b"age-encryption.org/", media.AGE),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", media.AGE),
    (b"-----BEGIN PGP MESSAGE-----", media.PGP),
    (b"Salted__", media.OPENSSL),
    (b"FWS", media.SWF),
    (b"CWS", media.SWF),
    (b"\x7fELF", media.ELF),
    (b"\xfe\xed\xfa\xce", media.MACHO),
    (b"\xfe\xed\xfa\xcf", media.MACHO),
    (b"\xce\xfa\xed\xfe", media.MACHO),
    (b"\xcf\xfa\xed\xfe", media.MACHO),
    (b"ID3", "audio/mpeg"),
    (b"fLaC\x00", "audio/flac"),
    (b"OggS\x00", "audio/ogg"),
    (b"MThd\x00\x00\x00\x06", "audio/midi"),
    (b"#!AMR", "audio/amr"),
    (b".snd\x00\x00\x00", "audio/basic"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"FLV\x01", "video/x-flv"),
)

_RIFF: Final = {b"WEBP": media.WEBP, b"WAVE": "audio/vnd.wave", b"AVI ": "video/vnd.avi"}
_BRANDS: Final = {
    b"heic": media.HEIC,
    b"heix": media.HEIC,
    b"heim": media.HEIC,
    b"heis": media.HEIC,
    b"mif1": media.HEIC,
    b"msf1": media.HEIC,
    b"avif": media.AVIF,
    b"avis": media.AVIF,
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"crx ": "image/x-canon-cr3",
}


def by_magic(head: bytes) -> str | None:
    """The type that the first bytes name, None where they name none.

    Args:
        head: The first `HEAD` bytes, or all there are.
    """
    for prefix, name in _PREFIXES:
        if head.startswith(prefix) and _holds(name, head):
            return name
    return _by_structure(head)


def has_pdf_header(head: bytes) -> bool:
    """Whether `%PDF-` stands within the first 1024 bytes, junk before it."""
    return b"%PDF-" in head[: PDF_WITHIN + 5]


def _holds(name: str, head: bytes) -> bool:
    """Whether what follows a short prefix is what that format has there; prose may begin with `BZh` or `ID3`."""
    if name == media.BZIP2:
        return head[3:4] in b"123456789" and head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}
    if name == media.SWF:
        return len(head) > 8 and head[3] < 64
    if name == media.JXL and head.startswith(b"\xff\x0a"):
        return len(head) > 12 and b"\x00" in head[:64]
    if name == "audio/mpeg":
        return len(head) > 10 and head[3] < 5 and head[4] < 255
    if name == "image/vnd.dwg":
        return head[4:6].isdigit()
    if name == media.PST:
        return head[8:10] in {b"SM", b"SO", b"AB"} or len(head) < 10
    return True


def _by_structure(head: bytes) -> str | None:
    """Formats whose mark is not a fixed prefix."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/matroska"
    if head[:4] == b"\xca\xfe\xba\xbe" and len(head) > 8:
        return media.MACHO if int.from_bytes(head[4:8]) < 32 else media.JAVA_CLASS
    if head[:2] == b"MZ" and len(head) > 64:
        return media.PORTABLE_EXECUTABLE
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == bytes(4) and head[14] in {12, 40, 52, 56, 64, 108, 124}:
        return media.BMP
    if head[:4] == b"\x00\x00\x01\x00" and 0 < int.from_bytes(head[4:6], "little") < 256 and head[9:10] == b"\x00":
        return media.ICO
    if head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF":
        return media.EMF
    if head[:4] in {b"\x01\x00\x09\x00", b"\x02\x00\x09\x00"} and head[4:6] in {b"\x00\x01", b"\x00\x03"}:
        return media.WMF
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b" \t\r\n" and head[3:4] in b"#0123456789":
        return media.PNM if len(head) > 8 else None
    if head[1:4] == b"*M\x18" and 0x50 <= head[0] <= 0x5F:
        return media.ZSTD
    return _by_sums(head)


def _iso_media(head: bytes) -> str:
    """ISO base media files by their brands (ISO/IEC 14496-12, 4.3)."""
    size = min(int.from_bytes(head[:4]), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    for brand in brands:
        if brand in _BRANDS and (brand not in {b"mif1", b"msf1"} or not set(brands) & {b"avif", b"avis"}):
            return _BRANDS[brand]
    return "video/3gpp" if head[8:10] == b"3g" else "video/mp4"


def _by_sums(head: bytes) -> str | None:
    """Formats known by a check sum or by values that must be plausible together."""
    if is_tar(head):
        return media.TAR
    if head[:3] == b"]\x00\x00" and len(head) > 13 and _is_lzma_size(head[5:13]):
        return media.LZMA
    if head[:2] in {b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"} and _inflates(head):
        return media.ZLIB
    if head[:1] in {b"\x03", b"\x30", b"\x83", b"\x8b", b"\xf5"} and _is_dbf(head):
        return media.DBF
    if head[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xfa", b"\xff\xf2"} and len(head) > 4:
        return "audio/mpeg"
    return None


def _is_lzma_size(field: bytes) -> bool:
    """Unknown, or below a tebibyte."""
    return field == b"\xff" * 8 or int.from_bytes(field, "little") < 1 << 40


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are a tar header: the check sum holds, with or without `ustar` (POSIX.1-1988)."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    digits = block[148:156].strip(b" \x00")
    if not digits or not all(byte in b"01234567" for byte in digits):
        return False
    stated = int(digits, 8)
    rest = block[:148] + b" " * 8 + block[156:]
    return stated in {sum(rest), sum(byte - 256 if byte > 127 else byte for byte in rest)}


def _is_dbf(head: bytes) -> bool:
    if len(head) < 65 or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    header, record = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    return header >= 65 and record >= 2 and (header - 33) % 32 in {0, 8} and head[12:14] == b"\x00\x00"


def _inflates(head: bytes) -> bool:
    try:
        return len(zlib.decompressobj().decompress(head, 4096)) > 0
    except zlib.error:
        return False
