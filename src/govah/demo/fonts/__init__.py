"""Faces of the fabricated letters: Katibeh (SIL OFL 1.1) for what is written by hand; the others are those of the reports."""
