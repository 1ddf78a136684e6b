"""Walking what was delivered; nothing here parses a format."""
