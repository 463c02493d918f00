"""A message as the dialogue reads it."""
