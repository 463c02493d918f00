"""Errors said in both languages: they are read in a terminal, before any page or setting of language."""


class SentenceError(RuntimeError):
    """`str()` is a sentence in Indonesian and, on the next line, in English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n{english}")
        self.indonesian = indonesian
        self.english = english
