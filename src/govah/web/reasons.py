"""Why a reading is a page's text where there was a choice, in the interface's language where the words are known."""

import re
from typing import Final

from markupsafe import Markup, escape

from govah.web.translation import N_, Locale

_KNOWN: Final = {
    r"Recognised by another program; ours read nothing on this page\.": N_(
        "Another program recognised this text; ours read nothing on this page."
    ),
    r"Recognised by another program: (?P<n>\d+) % like ours, and where they differ its words are the likelier\.": N_(
        "Another program recognised this text: it is {share} like our reading, and where they differ its words are the "
        "likelier."
    ),
    r"Recognised anew: the letters of the text in the file make no words\.": N_(
        "Read on the picture, for the letters of the file's own text make no words."
    ),
    r"Recognised(?: anew)?: the text in the file (?:stands over|is) (?P<n>\d+) % of the writing only\.": N_(
        "Read on the picture, for the file's own text covers only {share} of the writing."
    ),
    r"Recognised(?: anew)?: the text in the file is not what is seen(?: on the page)?(?: \(\d+ % alike\))?\.": N_(
        "Read on the picture, for the file's own text is not what is seen on the page."
    ),
    r"Recognised anew: (?P<n>\d+) % like the text in the file, and our words are not the less likely\.": N_(
        "Read on the picture: it is {share} like the text in the file, and our words are as likely or likelier."
    ),
    r"Recognised: the file has a few written words over a picture of the page\.": N_(
        "Read on the picture, for the file has only a few words of its own over it."
    ),
    r"Written as text; recognition read nothing on this page\.": N_(
        "The file's own text; on the picture nothing could be read."
    ),
    r"Written as text, and recognition sees the same \((?P<n>\d+) % alike\)\.": N_(
        "The file's own text; what was read on the picture is {share} like it."
    ),
    r"The text in the file is another program's recognition of the picture\.": N_(
        "The text in the file is another program's reading of the picture."
    ),
    r"(?P<n>\d+) words? of the file's text cannot be seen on the page, and (?:is|are) not in this text\.": N_(
        "Words of the file that cannot be seen on the page, and are not in this text: {n}."
    ),
    r"(?P<n>\d+) words? (?:was|were) recognised in a picture by another program\.": N_(
        "Words that another program read on a picture: {n}."
    ),
}
"""A sentence of a reader as a pattern over all of it, and the interface's words."""

_PATTERNS: Final = tuple((re.compile(pattern), words) for pattern, words in _KNOWN.items())


def reason_told(reason: str, language: Locale) -> Markup:
    """A page's reason, sentence by sentence; what is not known stands as the reader says it."""
    told, rest = [], reason.strip()
    while rest:
        found = next(((match, words) for each, words in _PATTERNS if (match := each.match(rest))), None)
        if found is None:
            told.append(Markup('<span lang="en" dir="ltr">{}</span>').format(rest))
            break
        match, words = found
        number = int(match.groupdict().get("n") or 0)
        share = language.percent(number / 100)
        told.append(escape(language.gettext(words).format(n=language.figure(number), share=share)))
        rest = rest[match.end() :].lstrip()
    return Markup(" ").join(told)
