"""Receiving (stack.md 3): `ingest` is the application that `config/asgi.py` puts before Django.

A body is checked over its raw bytes, committed together with all that wait, and only then answered 200.
"""

from sapa.events.ingest.door import Ingest

ingest = Ingest()

__all__ = ["Ingest", "ingest"]
