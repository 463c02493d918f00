"""File locks between commands; the kernel gives them back when a process ends, even by kill -9."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """One advisory lock; `note` is what the holder wrote, its process number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """False when somebody else has it and we do not wait."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return True

    def write_note(self, note: str) -> None:
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, note.encode(), 0)

    def note(self) -> str:
        return self.path.read_text() if self.path.exists() else ""

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
