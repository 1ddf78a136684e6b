"""Exhibit marks, the small boxes by which evidence is named on every screen."""

from collections.abc import Mapping

from markupsafe import Markup

from govah.model.identifiers import Sha256
from govah.model.withdrawal import Withdrawal
from govah.web.translation import N_, Locale

MARK = N_("Ex.")
"""How an exhibit's number is introduced."""


WITHDRAWN = N_("withdrawn")
"""Behind the mark of an exhibit that a person put aside."""


class MarkWriter:
    """Writes `Ex. 8 │ p. 1` as a link to the page.

    Args:
        numbers: The case's own number of every exhibit.
        withdrawn: Exhibits that persons withdrew.
        language: Of the interface.
    """

    def __init__(self, numbers: Mapping[Sha256, int], withdrawn: Mapping[Sha256, Withdrawal], language: Locale) -> None:
        self._numbers = numbers
        self._withdrawn = withdrawn
        self._language = language

    def number(self, sha256: Sha256) -> int | None:
        """The case's own number of an exhibit."""
        return self._numbers.get(sha256)

    def label(self, sha256: Sha256) -> str:
        """`Ex. 8`."""
        return f"{self._language.gettext(MARK)}\u00a0{self._language.figure(self.number(sha256) or 0)}"

    def told(self, sha256: Sha256) -> str:
        """`Ex. 8`, and that it is withdrawn where it is: for where no link stands."""
        withdrawn = self.withdrawn(sha256)
        return f"{self.label(sha256)} ({withdrawn})" if withdrawn else self.label(sha256)

    def __call__(self, sha256: Sha256, page: int | None = None, span: tuple[int, int] | None = None) -> Markup:
        """The mark as a link."""
        address = f"/exhibit/{sha256}"
        if page is not None:
            address += f"?page={page}" + (f"&start={span[0]}&end={span[1]}" if span else "")
        label = Markup("<b>{}</b>").format(self.label(sha256))
        if page is not None:
            label += Markup("<span>{}&nbsp;{}</span>").format(self._language.gettext("p."), self._language.figure(page))
        mark = Markup('<a class="mark{}" href="{}">{}</a>')
        if sha256 not in self._withdrawn:
            return mark.format("", address, label)
        return mark.format(" withdrawn", address, label + Markup("<span>{}</span>").format(self.withdrawn(sha256)))

    def withdrawn(self, sha256: Sha256) -> str:
        """That an exhibit is withdrawn, in a word; nothing where it is not."""
        return self._language.gettext(WITHDRAWN) if sha256 in self._withdrawn else ""
