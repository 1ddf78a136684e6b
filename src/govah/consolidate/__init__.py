"""Pages become letters, dates and threads as leads; search."""
