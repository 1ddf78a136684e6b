"""Pure functions of a view that return leads and estimates."""
