"""Search: our own tokens, query tree and offsets; an engine only keeps and counts."""
