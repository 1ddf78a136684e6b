"""Optical recognition: a picture of a page to words with their places, by Tesseract."""
