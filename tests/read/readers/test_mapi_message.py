import struct

from govah.read.readers.mail import MailReader
from govah.read.readers.mapi_message import MapiAttachment, MapiMessage, as_mail, decompressed_rtf
from govah.read.readers.tnef import TnefReader


def test_a_message_as_mail_says_the_same(read) -> None:
    inner = MapiMessage(fields={"Subject": "درونی"}, text="deep")
    message = MapiMessage(
        fields={"From": "نرگس بهاری", "Subject": "گزارش", "Date": "Sat, 02 Jan 2016 10:00:00 +0000"},
        text="متن نامه",
        html=b"<p>html</p>",
        attachments=[MapiAttachment("پیوست.bin", b"\x00\x01"), MapiAttachment("m.eml", message=inner)],
    )
    data = as_mail(message)
    assert data == as_mail(message)
    found = read(MailReader(), data)
    assert found.text == "From: نرگس بهاری\nDate: Sat, 02 Jan 2016 10:00:00 +0000\nSubject: گزارش\n\nمتن نامه"
    assert found.children["پیوست.bin"] == b"\x00\x01"
    assert read(MailReader(), found.children["m.eml"]).text == "Subject: درونی\n\ndeep"


def test_the_example_of_the_specification() -> None:
    # MS-OXRTFCP 3.1.1.1
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    assert decompressed_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def attribute(level: int, tag: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def test_winmail(read) -> None:
    data = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x69007, struct.pack("<II", 1256, 0))
    data += attribute(1, 0x18004, "گزارش بازديد\0".encode("cp1256")) + attribute(1, 0x2800C, b"body\0")
    data += attribute(2, 0x69002, b"\0" * 14) + attribute(2, 0x18010, b"a.txt\0") + attribute(2, 0x6800F, b"data")
    found = read(TnefReader(), data)
    assert found.text == "Subject: گزارش بازديد\n\nbody"
    assert found.children == {"a.txt": b"data"}
    assert read(TnefReader(), data[:-5]).statuses == {"partial"}
