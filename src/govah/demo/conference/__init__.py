"""What a conference platform kept of one session: who came and went, what was typed, when it recorded."""
