"""The checks, one a file: `NAME`, `METHOD` (name and version) and `check(paper, office)`."""
