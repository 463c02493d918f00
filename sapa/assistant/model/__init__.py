"""A language model as one more reader: it gives commands of a closed list, never facts (assistant.md 4.2)."""
