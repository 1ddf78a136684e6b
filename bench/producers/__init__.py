"""Pages of known text by many producers of PDF, and how well they are read."""
