"""What the assistant's answers are worth: figures of `assistant.md` §5.3 from outputs against expectations."""
