"""Templates of the papers for typst; each takes all its words as JSON data."""
