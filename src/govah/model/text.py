"""What a page's text is: the one normalisation that every stored text has passed."""

import re
import unicodedata

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def stored_text(text: str) -> str:
    """Text as it is stored, shown, cited and counted in.

    Line ends become LF; surrogates, NUL and C0 controls but LF and TAB become U+FFFD; then NFC.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("\ufffd", unified))
