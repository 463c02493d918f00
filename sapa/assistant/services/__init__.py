"""Writes of the room: turns of the assistant, and messages it leaves to people."""

from sapa.assistant.services.turns import answer, pass_on, thank

__all__ = ["answer", "pass_on", "thank"]
