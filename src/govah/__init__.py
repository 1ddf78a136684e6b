"""Govah (گواه): an evidence workbench, from a leak to findings that anyone can check."""
