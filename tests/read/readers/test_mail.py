import base64
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from govah.model.status import Status
from govah.read.readers.mail import MailReader

BODY = "به استحضار می‌رساند جلسه روز شنبه برگزار شد."


def letter() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "نرگس بهاری <n@example.org>"
    mail["To"] = "Quill <q@example.org>"
    mail["Subject"] = "گزارش بازدید"
    mail["Date"] = "Sat, 02 Jan 2016 10:00:00 +0330"
    mail["Message-ID"] = "<1@example.org>"
    mail.set_content(BODY)
    return mail


def test_the_page_of_a_mail(read) -> None:
    found = read(MailReader(), letter().as_bytes())
    assert found.text == (
        "From: نرگس بهاری <n@example.org>\nTo: Quill <q@example.org>\nDate: Sat, 02 Jan 2016 10:00:00 +0330\n"
        "Subject: گزارش بازدید\n\n" + BODY
    )
    assert found.metadata["date"] == "Sat, 02 Jan 2016 10:00:00 +0330"
    assert found.metadata["message-id"] == "<1@example.org>"


def test_the_other_alternative_is_a_child(read) -> None:
    mail = letter()
    mail.add_alternative("<p>کوتاه</p>", subtype="html")
    mail.add_attachment("متن".encode(), maintype="text", subtype="plain", filename="پیوست یک.txt")
    inner = EmailMessage()
    inner["Subject"] = "inner"
    inner.set_content("deep")
    mail.add_attachment(inner)
    found = read(MailReader(), mail.as_bytes())
    assert found.text.endswith("\n\n" + BODY)
    assert [(part.name, part.inline) for part in found.parts] == [
        ("part-1.2.html", True), ("پیوست یک.txt", False), ("part-3.eml", False),
    ]  # fmt: skip
    assert found.children["پیوست یک.txt"] == "متن".encode()
    assert read(MailReader(), found.children["part-3.eml"]).text == "Subject: inner\n\ndeep"


def test_html_alone_is_the_text(read) -> None:
    found = read(MailReader(), b"Subject: x\nContent-Type: text/html; charset=utf-8\n\n<p>one</p><p>two</p>")
    assert found.text == "Subject: x\n\none\ntwo"


def test_a_long_subject_is_joined_again(read) -> None:
    subject = "گزارش بسیار بلند درباره بازدید از انبارهای استان و کمبودهای آن در سال گذشته"
    folded = Header(subject, "utf-8", header_name="Subject").encode()
    assert "\n" in folded
    assert read(MailReader(), f"Subject: {folded}\n\nx".encode()).metadata["subject"] == subject


def test_broken_words_of_headers(read) -> None:
    cut = base64.b64encode("گزارش".encode())
    half = base64.b64encode("گزارش".encode()[:3]), base64.b64encode("گزارش".encode()[3:])
    raw = b"Subject: =?utf-8?b?" + half[0] + b"?=\n =?UTF-8?B?" + half[1] + b"?= end\n"
    raw += b'Content-Type: text/plain; name="=?utf-8?B?' + cut + b'?="\nFrom: ' + "دفتر".encode("cp1256") + b"\n\nx"
    found = read(MailReader(), raw)
    assert found.metadata["subject"] == "گزارش end"
    assert found.metadata["from"] == "دفتر"


def test_names_of_rfc_2231(read) -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment;\n"
        b" filename*0*=utf-8''%D9%86%D8%A7; filename*1*=%D9%85; filename*2=.txt\n\nabc\n--b--\n"
    )
    assert read(MailReader(), raw).children == {"نام.txt": b"abc"}


def test_a_wrong_charset_is_told(read) -> None:
    raw = b"Content-Type: text/plain; charset=utf-8\n\n" + BODY.replace("ی", "ي").replace("‌", "").encode("cp1256")
    found = read(MailReader(), raw)
    assert found.text == BODY.replace("ی", "ي").replace("‌", "")
    assert found.pages[0].remark == "charset: labelled utf-8, read as cp1256"


def test_files_in_the_text(read) -> None:
    raw = b"Subject: x\n\nbefore\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\nafter\n"
    raw += b"=ybegin line=128 size=2 name=b.bin\n" + bytes((c + 42) % 256 for c in b"hi") + b"\n=yend size=2\n"
    found = read(MailReader(), raw)
    assert found.children == {"a.txt": b"hello", "b.bin": b"hi"}
    assert "begin" not in found.text
    assert "before" in found.text
    assert "after" in found.text


def test_encrypted_and_signed(read) -> None:
    signed = (
        b"Content-Type: multipart/signed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: application/pkcs7-signature;"
    )
    signed += b" name=smime.p7s\n\nxx\n--b--"
    found = read(MailReader(), signed)
    assert found.text == "text"
    assert found.children == {"smime.p7s": b"xx"}
    sealed = b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nxx"
    assert read(MailReader(), sealed).statuses == {"encrypted"}


def test_two_thousand_nested_parts_stay_readable(read) -> None:
    mail = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    mail += b"\nthe innermost\n"
    depth = 0
    found = read(MailReader(), mail)
    while not found.text and found.children:
        (inner,) = found.children.values()
        found = read(MailReader(), inner)
        depth += 1
    assert found.text == "the innermost"
    assert depth < 60


def test_ten_thousand_parts(read) -> None:
    mail = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: image/gif\n\nx\n" * 10_000 + b"--b--"
    assert len(read(MailReader(), mail).parts) == 10_000


def test_bytes_that_are_no_mail_are_told(read) -> None:
    found = read(MailReader(), b"\0\0")
    assert not found.pages
    (remark,) = found.remarks
    assert remark.status is Status.DAMAGED
    assert "no mail" in remark.detail
    assert read(MailReader(), b"Subject: x\n\nwords \0 and more\n").pages
