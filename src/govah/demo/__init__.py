"""The fictional example case: its texts, renderers and the whole way through the house."""
