"""Loaded before Django's settings: tests live in a home of their own."""

import hashlib
import os
import tempfile
from pathlib import Path

_HERE = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]

os.environ.setdefault("SAPA_HOME", str(Path(tempfile.gettempdir()) / f"sapa-tests-{os.getuid()}-{_HERE}"))
os.environ.setdefault("SAPA_LANGUAGE", "id")
os.environ.pop("DATABASE_URL", None)
