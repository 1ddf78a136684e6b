# ruff: noqa: E501 (structures are read better on one line)
"""Small files of formats for which no library writes: made by hand after the published structures."""

import gzip
import io
import sqlite3
import struct
import tempfile
import uuid
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

from tests.read.readers.compound import compound, properties

WORDS = "نامه شماره ۲۱/۴۵۰ پل چوبی"
MORE = "The wooden bridge"


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2016, 5, 3, 10, 0, 0)), data)
    return out.getvalue()


def summary(title: str, author: str) -> bytes:
    return properties(
        {
            1: (2, struct.pack("<H", 65001)),
            2: (0x1E, struct.pack("<I", len(title.encode()) + 1) + title.encode() + b"\0"),
            4: (0x1F, struct.pack("<I", len(author) + 1) + wide(author + "\0")),
            12: (0x40, struct.pack("<Q", 131_068_000_000_000_000)),
        }
    )


# ar(5)


def ar() -> bytes:
    def member(name: bytes, data: bytes) -> bytes:
        head = (
            name.ljust(16) + b"0".ljust(12) + b"0".ljust(6) * 2 + b"100644".ljust(8) + str(len(data)).encode().ljust(10)
        )
        return head + b"`\n" + data + b"\n" * (len(data) % 2)

    table = "a name that is longer than sixteen bytes.txt/\nنامه.txt/\n".encode()
    return b"!<arch>\n" + b"".join(
        [
            member(b"/", b"\0\0\0\0"),
            member(b"//", table),
            member(b"short.txt/", b"one"),
            member(b"/0", b"two!"),
            member(b"/46", "سه".encode()),
            member(b"#1/8", b"bsd.txt\0four"),
            member("گزارش".encode("cp1256") + b".t/", b"five"),
        ]
    )


# ISO 28500, Internet Archive ARC


def _http(body: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", *fields, b"", b""]) + body


def _chunked(data: bytes, size: int) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%X\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


PAGE = f"<html><body><p>{WORDS}</p></body></html>".encode()


def warc() -> bytes:
    def record(kind: str, address: str, block: bytes, *fields: str) -> bytes:
        lines = ["WARC/1.1", f"WARC-Type: {kind}", "WARC-Date: 2016-05-03T10:00:00Z", *fields]
        lines += [f"WARC-Target-URI: {address}"] if address else []
        return ("\r\n".join([*lines, f"Content-Length: {len(block)}"]) + "\r\n\r\n").encode() + block + b"\r\n\r\n"

    return b"".join(
        [
            record("warcinfo", "", b"software: Crawler/1.0\r\noperator: desk\r\n"),
            record("response", "http://example.org/plain", _http(PAGE)),
            record(
                "response", "http://example.org/packed",
                _http(_chunked(gzip.compress(PAGE, mtime=0), 20), b"Transfer-Encoding: chunked", b"Content-Encoding: gzip"),
            ),
            record("response", "http://example.org/deflated", _http(zlib.compress(PAGE), b"Content-Encoding: deflate")),
            record("response", "http://example.org/undone", _http(PAGE, b"Content-Encoding: gzip")),
            record("revisit", "http://example.org/plain", b"", "WARC-Refers-To: <urn:uuid:1>"),
            record("resource", "file:///note.txt", b"a note"),
        ]
    )  # fmt: skip


def arc() -> bytes:
    head = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    body = _http(PAGE)
    return b"filedesc://x.arc 0.0.0.0 20160503100000 text/plain %d\n%s\n" % (
        len(head),
        head,
    ) + b"http://example.org/ 10.0.0.1 20160503100001 text/html %d\n%s\n" % (len(body), body)


# ECMA-388


def xps() -> bytes:
    space = 'xmlns="http://schemas.microsoft.com/xps/2005/06"'
    runs = (
        f'<Glyphs OriginX="10" OriginY="20" FontRenderingEmSize="12" UnicodeString="{MORE}"/>'
        '<Glyphs OriginX="10" OriginY="40" FontRenderingEmSize="12" UnicodeString="{}{second"/>'
        f'<Glyphs OriginX="90" OriginY="60" FontRenderingEmSize="12" BidiLevel="1" UnicodeString="{WORDS}"/>'
        '<Canvas RenderTransform="1,0,0,1,0,80"><Glyphs OriginX="10" OriginY="0" FontRenderingEmSize="9" Indices="3;4"/>'
        '<Glyphs OriginX="10" OriginY="20" FontRenderingEmSize="9" UnicodeString="moved"/></Canvas>'
    )
    relation = "http://schemas.microsoft.com/xps/2005/06/fixedrepresentation"
    kind = "application/vnd.ms-package.xps-fixeddocumentsequence+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/F.fdseq" ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{relation}" Target="/F.fdseq"/></Relationships>',
            "F.fdseq": f'<FixedDocumentSequence {space}><DocumentReference Source="/D/1.fdoc"/></FixedDocumentSequence>',
            "D/1.fdoc": f'<FixedDocument {space}><PageContent Source="P/2.fpage"/><PageContent Source="P/1.fpage"/></FixedDocument>',
            "D/P/1.fpage": f'<FixedPage {space} Width="816" Height="1056">{runs}</FixedPage>',
            "D/P/2.fpage": f'<FixedPage {space}><Glyphs UnicodeString="first of all"/></FixedPage>',
            "Resources/picture.png": b"\x89PNG",
        }
    )


# MIF Reference


def framemaker() -> bytes:
    return (
        f"""<MIFFile 2015> # made by hand
<VariableFormats <VariableFormat <VariableDef `unseen'>>>
<Tbls <Tbl <TblID 1> <TblBody <Row <Cell <CellContent <Para <ParaLine <String `a'>>>>>
 <Cell <CellContent <Para <ParaLine <String `b'>>>>>>>>>
<TextFlow <Para <PgfTag `Body'> <ParaLine <String `{MORE} \\>\\q\\x89 '> <Char Tab> <String `{WORDS}'>>>
 <Para <ParaLine <Marker <MText `unseen'>> <String `last'>>>>
"""
    ).encode()


# HWP 5.0


def _record(kind: int, data: bytes) -> bytes:
    if len(data) >= 0xFFF:
        return struct.pack("<II", kind | 0xFFF << 20, len(data)) + data
    return struct.pack("<I", kind | len(data) << 20) + data


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def hangul(flags: int = 1) -> bytes:
    controls = struct.pack("<8H", 2, *[0x41] * 6, 2)  # a control of eight units is no text
    first = _record(66, bytes(22)) + _record(67, wide("한글 문서") + controls + struct.pack("<H", 13))
    second = _record(67, wide(WORDS) + struct.pack("<8H", 9, *[0] * 7) + wide("tab" + "다" * 3000))
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags)
    return compound(
        {
            "FileHeader": header.ljust(256, b"\0"),
            "\x05HwpSummaryInformation": summary("보고서", "저자"),
            "BodyText/Section0": _raw_deflate(first),
            "BodyText/Section1": _raw_deflate(second),
            "BinData/BIN0001.png": _raw_deflate(b"\x89PNG picture"),
            "PrvText": wide("preview"),
        }
    )


def hangul_package() -> bytes:
    section = f'<s xmlns:p="x"><p:p><p:run><p:t>{MORE}</p:t></p:run></p:p><p:p><p:t>둘</p:t></p:p></s>'
    head = "<package><metadata><title>제목</title></metadata></package>"
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "Contents/content.hpf": head,
            "Contents/section0.xml": section,
            "Contents/section10.xml": "<s><p><t>last</t></p></s>",
            "Contents/section2.xml": "<s><p><t>third</t></p></s>",
            "BinData/image1.png": b"\x89PNG",
        }
    )


# Publisher, as libmspub describes the chunks


def publisher() -> bytes:
    texts = [wide(MORE + "\r"), wide(WORDS)]
    head = b"CHNKINK ".ljust(0x20, b"\0")
    start = 0x20 + 24 * len(texts)
    table, at = b"", start
    for text in texts:
        table += b"\x18\0TEXT" + bytes(10) + struct.pack("<II", at, len(text))
        at += len(text)
    return compound(
        {
            "Quill/QuillSub/CONTENTS": head + table + b"".join(texts),
            "Contents": bytes(16),
            "\x05SummaryInformation": summary("Leaflet", "Desk"),
            "Objects/1/\x01Ole10Native": packed("note.txt", b"packed in"),
        }
    )


def packed(name: str, data: bytes) -> bytes:
    """MS-OLEDS 2.3.6, with what Windows' packager writes into it."""
    label = name.encode() + b"\0"
    path = b"C:\\" + label
    inner = struct.pack("<H", 2) + label + path + struct.pack("<HHI", 0, 3, len(path)) + path
    inner += struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(inner)) + inner


# MS-EMF, MS-WMF


def emf() -> bytes:
    def record(kind: int, body: bytes) -> bytes:
        body = body.ljust(-(-len(body) // 4) * 4, b"\0")
        return struct.pack("<II", kind, 8 + len(body)) + body

    def drawn(text: str, x: int, y: int) -> bytes:
        raw = wide(text)
        return record(
            84,
            bytes(16)
            + struct.pack("<Iff", 2, 1, 1)
            + struct.pack("<iiIII", x, y, len(raw) // 2, 76, 0)
            + bytes(20)
            + raw,
        )

    told = wide("Program\0Title\0\0")
    picture = struct.pack("<IiiHHI", 40, 2, 2, 1, 24, 0).ljust(40, b"\0")
    bits = record(81, bytes(16) + bytes(24) + struct.pack("<IIII", 80, 40, 120, 16) + bytes(16) + picture + bytes(16))
    head = bytes(32) + b" EMF" + struct.pack("<IIIHHIII", 0x10000, 0, 6, 1, 0, len(told) // 2, 88, 0)
    head = record(1, head.ljust(80, b"\0") + told)
    return head + drawn(WORDS, 10, 20) + drawn(MORE, 80, 20) + drawn("below", 10, 60) + bits + record(14, bytes(12))


def wmf() -> bytes:
    def record(kind: int, body: bytes) -> bytes:
        body += b"\0" * (len(body) % 2)
        return struct.pack("<IH", 3 + len(body) // 2, kind) + body

    def drawn(raw: bytes, x: int, y: int) -> bytes:
        return record(0x0A32, struct.pack("<hhHH", y, x, len(raw), 0) + raw)

    def font(charset: int) -> bytes:
        return record(0x02FB, struct.pack("<hhhhhBBBB", 12, 0, 0, 0, 400, 0, 0, 0, charset).ljust(50, b"\0"))

    persian = WORDS.replace("ی", "ي").translate({0x6F0 + digit: str(digit) for digit in range(10)})
    records = [
        font(178), font(0), record(0x012D, b"\0\0"), drawn(persian.encode("cp1256"), 10, 20),
        record(0x012D, b"\1\0"), drawn(MORE.encode(), 10, 40),
        record(0x0521, struct.pack("<H", 5) + b"plain\0" + struct.pack("<hh", 60, 10)), record(0, b""),
    ]  # fmt: skip
    body = b"".join(records)
    return struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 2, max(map(len, records)) // 2, 0) + body


# iWork of 2009 and of 2013


def keynote() -> bytes:
    slide = "<key:slide><key:page><sf:p>{}</sf:p></key:page><key:notes><sf:p>{}</sf:p></key:notes></key:slide>"
    grid = '<sf:grid sf:numcols="2" sf:ocnt="2"><sf:datasource><sf:t><sf:ct sf:s="a"/></sf:t><sf:n sf:v="1.5"/></sf:datasource></sf:grid>'
    second = f"<key:slide><sf:p>{MORE}</sf:p>{grid}</key:slide>"
    return zipped(
        {
            "index.apxl": '<key:presentation xmlns:key="k" xmlns:sf="s"><key:metadata><key:title><key:string sf:string="Talk"/>'
            f"</key:title></key:metadata><key:slide-list>{slide.format(WORDS, 'note')}{second}"
            "</key:slide-list></key:presentation>",
            "picture.png": b"\x89PNG",
        }
    )


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def snapped(data: bytes) -> bytes:
    """Snappy with literals, and a copy where the data repeats itself."""
    out = _varint(len(data))
    for at in range(0, len(data), 60):
        piece = data[at : at + 60]
        out += bytes([(len(piece) - 1) << 2]) + piece
    return out


def pages_archive() -> bytes:
    messages = [(2001, _field(3, f"{WORDS}\u2028{MORE}".encode())), (3056, _field(1, b"a remark"))]
    content = b""
    for kind, message in messages:
        header = _field(1, 1) + _field(2, _field(1, kind) + _field(3, len(message)))
        content += _varint(len(header)) + header + message
    block = snapped(content)
    return zipped({"Index/Document.iwa": b"\0" + struct.pack("<I", len(block))[:3] + block, "preview.jpg": b"\xff\xd8"})


# MS-ONESTORE 2.8: a section as a server keeps it


def onenote() -> bytes:
    guid = uuid.UUID(int=7).bytes_le

    def identity(number: int) -> bytes:
        return bytes([number << 3 | 4]) + guid

    def number(value: int) -> bytes:
        return bytes([value << 1 | 1]) if value < 64 else struct.pack("<H", value << 2 | 2)

    def item(kind: int, content: bytes) -> bytes:
        return struct.pack("<I", 2 | kind << 3 | len(content) << 17) + content

    def texts(values: dict[int, bytes], below: int = 0) -> bytes:
        """A set of properties: values, and references to the objects below."""
        names = list(values) + ([0x24001C20] if below else [])
        head = struct.pack("<I", below | 1 << 31) + bytes(4 * below) + struct.pack("<H", len(names))
        body = b"".join(struct.pack("<I", len(value)) + value for value in values.values())
        return head + struct.pack(f"<{len(names)}I", *names) + body + (struct.pack("<I", below) if below else b"")

    objects = [
        (5, 0x0B, texts({0x1C001D3C: wide("A title\0")}, below=2), [6, 7]),
        (6, 0x0E, texts({0x1C001C22: wide(WORDS)}), []),
        (7, 0x0E, texts({0x1C003498: MORE.encode()}), []),
    ]
    group = item(0x01, identity(1))
    for name, _, _, _ in objects:
        group += item(0x18, identity(name) + number(4) + b"") + item(0x18, identity(name) + number(1))
    for _, kind, raw, below in objects:
        group += item(0x16, number(0) + number(0) + number(4) + struct.pack("<I", kind))
        listed = number(len(below)) + b"".join(identity(name) for name in below)
        group += item(0x16, listed + number(0) + number(len(raw)) + raw)
    revision = item(0x01, identity(2)) + item(0x1A, identity(3) + b"\0") + item(0x0A, identity(4) + identity(5))
    revision += item(0x19, identity(1))
    head = uuid.UUID("7B5C52E4-D88C-4DA7-AEB1-5378D02996D3").bytes_le.ljust(48, b"\0")
    return head + uuid.UUID("638DE92F-A6D4-4BC1-9A36-B3FC2511A5B7").bytes_le + bytes(4) + group + revision


# SQLite


def sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "database"
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA page_size = 512")
            database.execute('CREATE TABLE "نامه‌ها" (number TEXT, subject TEXT, scan BLOB)')
            database.executemany(
                'INSERT INTO "نامه‌ها" VALUES (?, ?, ?)', [("21/450", WORDS, b"x" * 90), ("7", None, b"")]
            )
            database.execute("CREATE TABLE second (a, b AS (a * 2))")
            database.execute("INSERT INTO second (a) VALUES (21)")
            database.commit()
        return path.read_bytes()


# MS-OXTNEF


def tnef() -> bytes:
    def attribute(level: int, tag: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def mapi(*entries: tuple[int, int, bytes]) -> bytes:
        out = struct.pack("<I", len(entries))
        for tag, kind, value in entries:
            out += struct.pack("<HHII", kind, tag, 1, len(value)) + value.ljust(-(-len(value) // 4) * 4, b"\0")
        return out

    inner = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x18004, b"inside\0")
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(
        [
            attribute(1, 0x69007, struct.pack("<II", 1256, 0)),
            attribute(1, 0x18004, "پل".encode("cp1256") + b"\0"),
            attribute(1, 0x69003, mapi((0x1000, 0x1F, wide(WORDS + "\0")), (0x0C1A, 0x1F, wide("Sara\0")))),
            attribute(2, 0x69002, bytes(14)),
            attribute(2, 0x18010, b"note.txt\0"),
            attribute(2, 0x6800F, b"attached"),
            attribute(2, 0x69002, bytes(14)),
            attribute(2, 0x69005, mapi((0x3707, 0x1F, wide("mail\0")), (0x3701, 0x0D, bytes(16) + inner))),
        ]
    )


# MS-DOC


def word(pieces: list[tuple[str, bool]] | None = None) -> bytes:
    pieces = pieces or [(f"{MORE}\r", True), (f"{WORDS}\r", False), ("\x13 PAGE \x1412\x15 end\r", True)]
    main = bytearray(0x400)
    table, ends, at = b"", [0], 0x400
    for text, narrow in pieces:
        raw = text.encode("cp1252") if narrow else wide(text)
        table += struct.pack("<HIH", 0, at * 2 | 0x40000000 if narrow else at, 0)
        main += raw
        at += len(raw)
        ends.append(ends[-1] + len(text))
    plc = struct.pack(f"<{len(ends)}I", *ends) + table
    clx = b"\x01" + struct.pack("<H", 2) + b"\0\0" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<6H", main, 0, 0xA5EC, 0xC1, 0, 0x0429, 0, 0)
    struct.pack_into("<I", main, 0x4C, ends[-1])
    struct.pack_into("<II", main, 0x01A2, 4, len(clx))
    return compound(
        {
            "WordDocument": bytes(main),
            "0Table": bytes(4) + clx,
            "\x05SummaryInformation": summary("Letter", "Sara"),
            "ObjectPool/_1/\x01Ole10Native": packed("figures.csv", b"a,b\n1,2\n"),
        }
    )


# MS-PPT


def powerpoint() -> bytes:
    def record(kind: int, content: bytes, instance: int = 0, container: bool = False) -> bytes:
        return struct.pack("<HHI", instance << 4 | (0x0F if container else 0), kind, len(content)) + content

    def slide(text: str) -> bytes:
        atom = record(0x03EF, bytes(12) + struct.pack("<II", 0x80000000, 0))
        return record(0x03EE, atom + record(0x0FA0, wide(text)), container=True)

    def listed(reference: int, identity: int, outline: str) -> bytes:
        return record(0x03F3, struct.pack("<IIIII", reference, 0, 0, identity, 0)) + record(
            0x0FA8, outline.encode("latin-1")
        )

    order = record(0x0FF0, listed(3, 257, "Second shown first") + listed(2, 256, "First made"), 0, True)
    document = record(0x03E8, order, container=True)
    parts = [document, slide(WORDS), slide(MORE)]
    places = [sum(map(len, parts[:number])) for number in range(3)]
    stream = b"".join(parts)
    directory = len(stream)
    stream += record(0x1772, struct.pack("<I", 1 | 3 << 20) + struct.pack("<3I", *places))
    edit = len(stream)
    stream += record(0x0FF5, struct.pack("<IIIIIII", 0, 0, 0, directory, 1, 4, 0))
    return compound(
        {
            "PowerPoint Document": stream,
            "Current User": struct.pack("<HHIII", 0, 0x0FF6, 20, 20, 0xE391C05F) + struct.pack("<I", edit),
            "\x05SummaryInformation": summary("Show", "Omid"),
        }
    )


# MS-OXMSG


def outlook() -> bytes:
    fixed = b"".join(
        struct.pack("<HHIQ", kind, tag, 6, value)
        for tag, kind, value in [(0x3FFD, 3, 1256), (0x0039, 0x40, 131_068_000_000_000_000)]
    )
    return compound(
        {
            "__properties_version1.0": bytes(32) + fixed,
            "__substg1.0_0037001F": wide("پل"),
            "__substg1.0_1000001E": "متن نامه".encode("cp1256"),
            "__substg1.0_0C1A001F": wide("Sara"),
            "__recip_version1.0_#00000000/__properties_version1.0": bytes(8),
            "__recip_version1.0_#00000000/__substg1.0_3001001F": wide("Desk"),
            "__recip_version1.0_#00000000/__substg1.0_39FE001F": wide("desk@example.org"),
            "__attach_version1.0_#00000000/__properties_version1.0": bytes(8),
            "__attach_version1.0_#00000000/__substg1.0_3707001F": wide("نامه.txt"),
            "__attach_version1.0_#00000000/__substg1.0_37010102": b"attached",
        }
    )
