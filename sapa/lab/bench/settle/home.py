"""A throw-away shop's database: made, filled and gone with the benchmark."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sapa.base.instance import instance
from sapa.base.postgres import running_database


@contextlib.contextmanager
def throw_away_database() -> Iterator[Path]:
    """Sets the environment of this process: a real shop's home or DATABASE_URL is never touched.

    The database is set up as a shop's is: every commit waits for the disk.
    """
    home = Path(tempfile.mkdtemp(prefix="sapa-bench-"))
    home.chmod(0o711)
    os.environ.update({"SAPA_HOME": str(home), "SAPA_LOG_LEVEL": "warning"})
    for name in ("DATABASE_URL", "SAPA_KEYS", "SAPA_DEMO"):
        os.environ.pop(name, None)
    instance.cache_clear()
    try:
        with running_database(wait_for_others=False):
            yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
