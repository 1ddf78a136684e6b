"""Exhibit to pages and children; one reader per format."""
