"""A report as one HTML file: no script, nothing from elsewhere, every word of evidence escaped as text."""

import base64
import hashlib
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from govah.report.document import Document
from govah.report.wording import numeral


def print_html(document: Document) -> bytes:
    """The file's bytes, UTF-8. The same document gives the same bytes."""
    page, style = _template()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return page.render(
        language=document.language,
        words=document.wording,
        title=document.title,
        plain_title=document.plain_title,
        facts=document.facts,
        body=document.blocks,
        annex=document.annex,
        annex_note=document.annex_note,
        numeral=partial(numeral, language=document.language),
        style=style,
        style_hash=f"sha256-{digest}",
    ).encode("utf-8", "replace")


@cache
def _template() -> tuple[Template, str]:
    """The page's template and its style sheet, from this package."""
    templates = files("govah.report") / "templates"
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["base64"] = lambda content: base64.b64encode(content).decode("ascii")
    page = environment.from_string((templates / "report.html").read_text("utf-8"))
    return page, (templates / "report.css").read_text("utf-8")
