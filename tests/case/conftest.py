"""A small leak with what makes collecting hard."""

import io
import os
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.bridge import ANSWER, LETTER


def mail(subject: str, attachment: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "sara@example.org"
    message["To"] = "desk@example.org"
    message["Subject"] = subject
    message["Date"] = "Tue, 03 May 2016 10:00:00 +0430"
    message.set_content(f"See the attachment. {subject}\n")
    message.add_attachment(attachment, maintype="text", subtype="plain", filename="note.txt")
    return message.as_bytes()


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2016, 5, 3, 10, 0, 0)), data)
    return packed.getvalue()


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    folder = tmp_path / "leak"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "deep" / "answer.txt").write_text(ANSWER, encoding="utf-8")
    (folder / "deep" / "same letter.txt").write_text(LETTER, encoding="utf-8")
    note = b"The bridge was closed in May.\n"
    (folder / "one.eml").write_bytes(mail("One", note))
    (folder / "two.eml").write_bytes(mail("Two", note))
    inner = zipped({"in/ner.txt": b"inner words\n"})
    (folder / "pack.zip").write_bytes(zipped({"inner.zip": inner, "a.txt": b"alpha\n", "../up.txt": b"climbing\n"}))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "link.txt").symlink_to("letter.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    (folder / "broken.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    with open(os.fsencode(folder) + b"/na\xdfme.txt", "wb") as odd:  # noqa: PTH123  # pathlib knows no such name
        odd.write(b"an odd name\n")
    return folder


@pytest.fixture
def own_example(example: Path, tmp_path: Path, forgetful_keys: Path) -> Path:
    """A copy of the example case that a test may change, with keys that have seen nothing of the first."""
    return Path(shutil.copytree(example, tmp_path / "kahrab", symlinks=True))
