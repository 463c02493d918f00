"""`sapa demo --replay`: real orders in fast time, over the same services, with an account at the end."""

from sapa.lab.replay.command import replay

__all__ = ["replay"]
