"""Fonts of printed reports; see README.md."""
