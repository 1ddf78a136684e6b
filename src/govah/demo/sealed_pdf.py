"""PDF files as an office's programs of 2015 would have left them, with fixed dates and identifiers."""

import datetime as dt
import io

import pikepdf
from PIL import Image

from govah.demo.paper import ZONE, Paper

_POINTS = 72.0


def pictures_pdf(jpegs: list[bytes], paper: Paper) -> bytes:
    """Wrap scanned pages, a JPEG each, into a PDF without a text layer.

    Args:
        jpegs: The pages in order.
        paper: The scanned paper: gives the resolution and the dates.
    """
    document = pikepdf.new()
    for jpeg in jpegs:
        _add_page(document, jpeg, paper.scan.dpi)
    return _sealed(document, paper, "DaftarScan 2.4", "DaftarScan TWAIN 2.4")


def office_pdf(pdf: bytes, paper: Paper) -> bytes:
    """Replace what names the typesetter by what names an office's program, and fix the dates."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if pikepdf.Name.Metadata in document.Root:
            del document.Root.Metadata
        return _sealed(document, paper, "Dabir Office Automation 4.1", "Dabir PDF Writer 4.1")


def _add_page(document: pikepdf.Pdf, jpeg: bytes, dpi: int) -> None:
    with Image.open(io.BytesIO(jpeg)) as picture:
        (width, height), grey = picture.size, picture.mode == "L"
    image = pikepdf.Stream(
        document,
        jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    wide, high = round(width * _POINTS / dpi, 2), round(height * _POINTS / dpi, 2)
    page = document.add_blank_page(page_size=(wide, high))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(document, f"q {wide} 0 0 {high} 0 0 cm /Im0 Do Q".encode())


def _sealed(document: pikepdf.Pdf, paper: Paper, creator: str, producer: str) -> bytes:
    made = _pdf_date(paper.filed)
    for key in list(document.docinfo.keys()):
        del document.docinfo[key]
    document.docinfo["/Creator"] = creator
    document.docinfo["/Producer"] = producer
    document.docinfo["/CreationDate"] = made
    document.docinfo["/ModDate"] = made
    written = io.BytesIO()
    document.save(written, deterministic_id=True, fix_metadata_version=False)
    return written.getvalue()


def _pdf_date(moment: dt.datetime) -> str:
    offset = f"{moment.replace(tzinfo=ZONE):%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:]}'"
