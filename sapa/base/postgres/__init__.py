"""The database: found, started, watched and stopped here. Knows nothing of Django."""

from .address import connection_url, database_params, is_embedded

__all__ = ["connection_url", "database_params", "is_embedded"]
