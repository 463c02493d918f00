"""The record from the phones' side: one JSON line for each message that reached a phone or left it."""

import json
from pathlib import Path
from typing import TextIO

from simulator.phones import Message


def line(message: Message) -> dict[str, str]:
    """`phone` E.164 with +, `at` business time ISO 8601 in UTC, `dir` seen from the business."""
    entry = {
        "phone": message.phone,
        "at": (message.shown_at or message.at).isoformat(),
        "text": message.text,
        "id": message.wamid,
        "dir": message.direction,
        "type": message.type,
    }
    return {**entry, "template": message.template} if message.template else entry


class Ledger:
    """Writes over an earlier file of the same name; without a path it keeps nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._file: TextIO | None = (
            path.open("w", encoding="utf-8", errors="backslashreplace") if path else None
        )

    def write(self, message: Message) -> None:
        if self._file:
            self._file.write(json.dumps(line(message), ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
