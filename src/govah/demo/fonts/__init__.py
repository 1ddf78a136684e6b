"""Katibeh (SIL OFL 1.1) for what is written by hand; the other faces of the letters are those of the reports."""
