"""What can go wrong with the database."""

from sapa.base.sentences import SentenceError


class DatabaseError(SentenceError):
    """The database cannot be had; the sentence says why and what helps."""


class NoBinariesError(DatabaseError):
    """No PostgreSQL that runs here."""


class InUseError(DatabaseError):
    """Another server works on the same data."""


class StartError(DatabaseError):
    """PostgreSQL was started and ended, or never became ready."""
