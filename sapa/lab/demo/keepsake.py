"""What a demo must remember between two starts: addresses and passwords, made once and kept 0600."""

import json
import secrets
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

PHONE_NUMBER_ID = "106540352242922"
ACCOUNT_ID = "102290129340398"


@dataclass(frozen=True, slots=True)
class Keepsake:
    endpoint: str
    source: str
    app_secret: str
    token: str
    password: str


def keepsake(home: Path) -> Keepsake:
    file = home / "demo.json"
    if not file.exists():
        _make(file)
    return Keepsake(**json.loads(file.read_text()))


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    made = Keepsake(
        endpoint=str(uuid.uuid4()),
        source=str(uuid.uuid4()),
        app_secret=secrets.token_hex(16),
        token=secrets.token_hex(16),
        password="-".join(secrets.token_hex(2) for _ in range(3)),
    )
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(made)))
