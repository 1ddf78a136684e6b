"""The nouns: frozen dataclasses without any input or output."""
