"""Opening a case, its pipeline, projection, read-only view and verbs."""
