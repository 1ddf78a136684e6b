"""Templates of printed reports."""
