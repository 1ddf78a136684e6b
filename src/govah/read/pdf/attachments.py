"""Files inside a PDF: of its name tree, of its annotations, and those that its parts name as associated."""

from collections.abc import Iterator

import pikepdf

from govah.read.reader import Child

NAMELESS = "attachment"


def embedded_files(pdf: pikepdf.Pdf, seen: set[tuple[int, int]]) -> Iterator[Child]:
    """The files of the document's name tree and its associated files.

    Args:
        pdf: The document.
        seen: Object numbers of files that were given already; added to.
    """
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for key, specification in pikepdf.NameTree(tree).items():
            yield from _children(specification, str(key), seen)
    associated = pdf.Root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        for specification in associated:
            yield from _children(specification, NAMELESS, seen)


def form_data(pdf: pikepdf.Pdf) -> Iterator[Child]:
    """The XML of a form in XFA: of such a PDF the pages say nothing but that another program is needed."""
    form = pdf.Root.get("/AcroForm")
    packets = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    parts = packets if isinstance(packets, pikepdf.Array) else [packets]
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    if streams:
        yield Child("xfa.xml", b"".join(stream.read_bytes() for stream in streams))


def attached_files(page: pikepdf.Dictionary, seen: set[tuple[int, int]]) -> Iterator[Child]:
    """The files of a page's FileAttachment annotations.

    Args:
        page: The page's dictionary.
        seen: Object numbers of files that were given already; added to.
    """
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for annotation in annotations:
        if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == "/FileAttachment":
            yield from _children(annotation.get("/FS"), NAMELESS, seen)


def _children(specification: object, key: str, seen: set[tuple[int, int]]) -> Iterator[Child]:
    if not isinstance(specification, pikepdf.Dictionary):
        return
    name = next((str(specification[k]) for k in ("/UF", "/F") if k in specification), key) or key
    files = specification.get("/EF")
    if not isinstance(files, pikepdf.Dictionary):
        return
    stream = next((files[k] for k in ("/UF", "/F", "/Unix", "/DOS", "/Mac") if k in files), None)
    if not isinstance(stream, pikepdf.Stream):
        yield Child(name, None, detail="the file is named in the PDF, but is not in it")
        return
    if stream.objgen in seen:
        return
    seen.add(stream.objgen)
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError as error:
        yield Child(name, None, detail=f"its bytes are damaged: {error}")
    else:
        yield Child(name, content)
