"""The key ring: `SAPA_KEYS`, else the file `keys` in the home folder (decisions.md 19).

One key a line, `id:base64 of 32 bytes`, newest first: the first seals, all of them open. Losing it loses
every sealed secret, so it belongs in the backup, apart from the database.
"""

import base64
import binascii
import functools
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .instance import Instance, instance
from .private_file import is_private, replace, write_once
from .sentences import SentenceError

KEY_BYTES = 32


class KeyRingError(SentenceError):
    """The ring cannot be used; the sentence never shows a key."""


class Key(NamedTuple):
    id: str
    secret: bytes

    @classmethod
    def fresh(cls) -> "Key":
        return cls(secrets.token_hex(4), secrets.token_bytes(KEY_BYTES))

    def written(self) -> str:
        return f"{self.id}:{base64.b64encode(self.secret).decode()}"


class KeyRing(NamedTuple):
    keys: tuple[Key, ...]

    @property
    def newest(self) -> Key:
        return self.keys[0]

    def key(self, key_id: str) -> Key | None:
        return next((key for key in self.keys if key.id == key_id), None)

    @classmethod
    def parse(cls, written: str) -> "KeyRing":
        """Raises KeyRingError naming the place of the bad entry."""
        entries = [entry for entry in re.split(r"[\s,]+", written) if entry]
        keys = tuple(_key(entry, place) for place, entry in enumerate(entries, 1))
        if not keys:
            raise KeyRingError("Kumpulan kunci kosong.", "The key ring is empty.")
        if len({key.id for key in keys}) < len(keys):
            raise KeyRingError(
                "Dua kunci di kumpulan kunci memakai id yang sama.", "Two keys of the ring have the same id."
            )
        return cls(keys)


def _key(entry: str, place: int) -> Key:
    key_id, _, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        secret = b""
    if not re.fullmatch(r"\w{1,32}", key_id) or len(secret) != KEY_BYTES:
        raise KeyRingError(
            f"Kunci ke-{place} di kumpulan kunci bukan `id:base64 dari {KEY_BYTES} byte`.",
            f"Key {place} of the ring is not `id:base64 of {KEY_BYTES} bytes`.",
        )
    return Key(key_id, secret)


def key_file(settings: Instance) -> Path:
    return settings.home / "keys"


def read_ring(settings: Instance) -> KeyRing:
    """Makes the file on first use. Raises KeyRingError, also when others may read the file."""
    if settings.keys is not None:
        return KeyRing.parse(settings.keys.get_secret_value())
    path = key_file(settings)
    if not path.exists():
        write_once(path, Key.fresh().written() + "\n")
    if not is_private(path):
        raise KeyRingError(
            f"{path} bisa dibaca orang lain: chmod 600 {path}",
            f"{path} can be read by others: chmod 600 {path}",
        )
    return KeyRing.parse(path.read_text())


@functools.cache
def key_ring() -> KeyRing:
    """The ring of this process; `key_ring.cache_clear()` reads it again."""
    return read_ring(instance())


def add_key(settings: Instance) -> Key:
    """A new key in front; what older ones sealed still opens. Raises KeyRingError for a ring in SAPA_KEYS."""
    if settings.keys is not None:
        raise KeyRingError(
            "Kumpulan kunci ada di SAPA_KEYS: taruh kunci baru di depannya di sana.",
            "The key ring is in SAPA_KEYS: put a new key in front there.",
        )
    ring, key = read_ring(settings), Key.fresh()
    replace(key_file(settings), "".join(each.written() + "\n" for each in (key, *ring.keys)))
    key_ring.cache_clear()
    return key


def derived_secret(purpose: str) -> str:
    """A stable secret of 43 letters for one purpose, from the newest key."""
    return derived_secrets(purpose)[0]


def derived_secrets(purpose: str) -> list[str]:
    """The same for every key of the ring, newest first, to check what was signed before a rotation."""
    return [_derive(key, purpose) for key in key_ring().keys]


@functools.lru_cache(maxsize=64)
def _derive(key: Key, purpose: str) -> str:
    made = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"sapa|{purpose}".encode()).derive(key.secret)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
