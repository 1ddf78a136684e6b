"""What the network tells apart."""

from typing import Final

BLANK: Final = 0
EASTERN: Final = 1
"""Class of the eastern zero; digits that Persian and Arabic-Indic draw alike are one class."""
LATIN: Final = 11
"""Class of the Latin zero."""
SEPARATORS: Final = "/-.,"
SLASH: Final = 21
"""Class of the first separator."""
OTHER: Final = 25
"""A letter, a word, a bracket: whatever is no part of a number."""
ARABIC_FOUR: Final = 26
"""Class of the Arabic-Indic four; five and six follow. Their Persian shapes are eastern digits."""
COUNT: Final = 29
