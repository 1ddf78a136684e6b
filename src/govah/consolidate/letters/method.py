"""Which rules recognised a letter."""

METHOD = "letters/3"
"""Name and version of these rules."""
