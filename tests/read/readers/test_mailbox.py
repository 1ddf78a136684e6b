import pytest

from govah.read.readers.mailbox import MailboxReader


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_mails_and_their_escapes(read, end: bytes) -> None:
    lines = [
        b"From a@example.org Sat Jan  2 10:00:00 2016", b"Subject: one", b"", b">From here on", b">>From there", b"",
        b"From now on this is a sentence", b"", b"From b@example.org Sun Jan  3 10:00:00 2016", b"Subject: two", b"",
        b"body", b"",
    ]  # fmt: skip
    found = read(MailboxReader(), end.join(lines))
    assert found.children == {
        "000001": end.join([b"Subject: one", b"", b"From here on", b">From there", b"", lines[6], b""]),
        "000002": end.join([b"Subject: two", b"", b"body", b""]),
    }


def test_names_go_on_counting(read) -> None:
    mail = b"From x@example.org Sat Jan  2 10:00:00 2016\nSubject: s\n\nb\n\n"
    assert list(read(MailboxReader(), mail * 3).children) == ["000001", "000002", "000003"]
