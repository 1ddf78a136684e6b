"""One file per screen: from a request to what a template needs, and its JSON twin."""
