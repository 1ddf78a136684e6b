"""Fabricated scans of letters, read by Govah and by Tesseract alone."""
