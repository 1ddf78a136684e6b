"""One reader per format; found through entry points."""
