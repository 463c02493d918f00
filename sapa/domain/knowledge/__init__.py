"""What the articles of a shop say to a question, in their own sentences; silence where they do not say it."""
