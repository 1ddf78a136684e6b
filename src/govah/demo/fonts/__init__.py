"""Katibeh (SIL OFL 1.1) for what is written by hand, DejaVu Sans Mono for typewriters; the others are the reports'."""
