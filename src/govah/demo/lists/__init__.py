"""The lists of victims as the offices kept them: name, province, age, date of death (ISO 8601)."""
