"""What can go wrong with the database, said in both languages, because it is read before any page exists."""


class DatabaseError(RuntimeError):
    """`str()` is a sentence in Indonesian and, on the next line, in English."""

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(f"{indonesian}\n{english}")


class NoBinariesError(DatabaseError):
    """No PostgreSQL that runs here."""


class InUseError(DatabaseError):
    """Another server works on the same data."""


class StartError(DatabaseError):
    """PostgreSQL was started and ended, or never became ready."""
