"""Signs of symbol fonts, which word processors name by private codes: the font's own code above U+F000."""

SIGNS = {
    0xF0B7: "•",  # Symbol
    0xF02D: "−",
    0xF06C: "●",  # Wingdings
    0xF06E: "■",
    0xF071: "❑",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0FE: "☑",
}
"""What the signs mean that begin items of lists; for `str.translate`."""
