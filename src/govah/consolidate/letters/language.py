"""The language of an exhibit's pages."""

from collections.abc import Sequence

from govah.model.page import Page


def language_of(pages: Sequence[Page]) -> str | None:
    """The language of most pages, by length of text; told from letters where no reader said."""
    weights: dict[str, int] = {}
    for page in pages:
        if page.language is not None:
            weights[page.language] = weights.get(page.language, 0) + len(page.text)
    if weights:
        return max(sorted(weights), key=lambda language: weights[language])
    text = " ".join(page.text[:5000] for page in pages[:3])
    persian = sum(text.count(char) for char in "پچژگکی")
    arabic = sum(text.count(char) for char in "ةيىكأإ")
    if persian + arabic >= 5:
        return "fa" if persian >= arabic else "ar"
    return "en" if sum(char.isascii() and char.isalpha() for char in text) > 20 else None
