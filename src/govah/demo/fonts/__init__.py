"""Faces of the fabricated letters: Mirza and Katibeh (SIL OFL 1.1); the others are those of the reports."""
