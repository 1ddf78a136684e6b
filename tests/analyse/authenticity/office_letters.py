"""Letters of an invented office as Word files, of which a test changes one thing."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.shared import Mm
from PIL import Image, ImageDraw

FOOT = "صفحه ۱ از ۱"
CLASS = "محرمانه"


@dataclass
class Made:
    """A letter to be written."""

    number: str
    date: str
    created: str
    subject: str = "وضعیت کارگاه‌های شهر"
    body: str = "وضعیت کارگاه‌ها به شرح پیوست اعلام می‌گردد."
    signatory: str = "هومن راستکردار"
    office: str = "اداره کل صنایع بیستون"
    head: tuple[str, ...] = ("بسمه تعالی", "جمهوری نارستان", "اداره کل صنایع بیستون")
    to: str = "استانداری بیستون"
    weekday: str = ""
    classification: str = CLASS
    foot: str = CLASS
    total: str = FOOT
    author: str = "karshenas.sanaye"
    font: str = "B Nazanin"
    program: str = "Microsoft Office Word"
    version: str = "14.0000"
    picture: bytes | None = None
    sessions: tuple[str, ...] = ("00A00001", "00A00002", "00A00003")
    used: str = "00A00001"


def signature(seed: int) -> bytes:
    """A picture of a signature, PNG."""
    image = Image.new("L", (260, 90), 255)
    pen = ImageDraw.Draw(image)
    points = [(10 + 12 * at, 45 + ((at * seed * 37) % 61) - 30) for at in range(20)]
    pen.line(points, fill=20, width=3)
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def write(made: Made, path: Path) -> None:
    """The letter as a .docx."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = made.classification
    section.footer.paragraphs[0].text = made.foot
    section.footer.add_paragraph(made.total)
    lines = [*made.head, f"شماره: {made.number}", f"تاریخ: {made.weekday} {made.date}".replace("  ", " ")]
    lines += [f"از: {made.office}", f"به: {made.to}", f"موضوع: {made.subject}", "با سلام و احترام", made.body]
    for line in lines:
        run = document.add_paragraph().add_run(line)
        run.font.name = made.font
    if made.picture is not None:
        document.add_picture(io.BytesIO(made.picture), width=Mm(40))
    document.add_paragraph(made.signatory)
    document.add_paragraph("مدیر کل صنایع")
    core = document.core_properties
    core.author = core.last_modified_by = made.author
    core.created = core.modified = datetime.fromisoformat(made.created).replace(tzinfo=UTC)
    written = io.BytesIO()
    document.save(written)
    path.write_bytes(_with_properties(written.getvalue(), made))


def _with_properties(package: bytes, made: Made) -> bytes:
    rsids = f'<w:rsidRoot w:val="{made.sessions[0]}"/>' + "".join(f'<w:rsid w:val="{one}"/>' for one in made.sessions)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/app.xml":
                data = re.sub(rb"(<Application>)[^<]*", rb"\g<1>" + made.program.encode(), data)
                data = re.sub(rb"(<AppVersion>)[^<]*", rb"\g<1>" + made.version.encode(), data)
            if name == "word/settings.xml":
                data = re.sub(rb"<w:rsids>.*</w:rsids>", f"<w:rsids>{rsids}</w:rsids>".encode(), data, flags=re.DOTALL)
            if name.startswith("word/") and name.endswith(".xml") and name != "word/settings.xml":
                data = re.sub(rb' w:rsid\w*="[^"]*"', b"", data)
            if name == "word/document.xml":
                data = data.replace(b"<w:p>", f'<w:p w:rsidR="{made.used}">'.encode(), 1)
            new.writestr(name, data)
    return written.getvalue()
