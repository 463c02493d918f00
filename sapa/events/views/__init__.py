"""Pages of whoever keeps the house connected: what went wrong, and whom Sapa tells."""

from sapa.events.views.operations import REASONS

__all__ = ["REASONS"]
