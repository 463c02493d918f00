"""Whole conversations of a file with the assistant of a shop that a file describes (assistant.md 6)."""
