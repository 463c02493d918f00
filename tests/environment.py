"""Loaded before Django's settings: tests live in a home of their own."""

import gc
import hashlib
import os
import tempfile
from pathlib import Path

gc.disable()  # until all tests are collected: nothing of what is imported is ever let go

_HERE = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]

# Each of several processes at once has a home, and so a database server, of its own.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if _WORKER and "SAPA_HOME" in os.environ:
    os.environ["SAPA_HOME"] += f"-{_WORKER}"
_NAME = f"sapa-tests-{os.getuid()}-{_HERE}{_WORKER}"
os.environ.setdefault("SAPA_HOME", str(Path(tempfile.gettempdir()) / _NAME))
os.environ.setdefault("SAPA_LANGUAGE", "id")
os.environ.pop("DATABASE_URL", None)
