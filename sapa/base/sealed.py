"""Secrets in the database: AES-256-GCM, bound to the row and field they belong to (decisions.md 19)."""

import base64
import binascii
import secrets
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .keys import KeyRing, key_ring

FORMAT = "s1"
NONCE_BYTES = 12


class SealError(ValueError):
    """The token cannot be opened; the sentence shows neither token nor content."""


class Place(NamedTuple):
    """Where a secret belongs. `pk` is reserved before sealing, so that it is known already."""

    workspace: int
    table: str
    pk: int
    field: str

    def associated(self) -> bytes:
        return f"{self.workspace}|{self.table}|{self.pk}|{self.field}".encode()


def seal(secret: str, place: Place, ring: KeyRing | None = None) -> str:
    """`s1.<key id>.<base64>` for a text column."""
    key, nonce = (ring or key_ring()).newest, secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key.secret).encrypt(nonce, secret.encode(), place.associated())
    return f"{FORMAT}.{key.id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(token: str, place: Place, ring: KeyRing | None = None) -> str:
    """Raises SealError: damaged, moved to another row, or sealed with a key that is gone."""
    key_id, body = _parts(token)
    key = (ring or key_ring()).key(key_id)
    if key is None:
        raise SealError(f"sealed with key {key_id}, which is not in the key ring")
    try:
        return AESGCM(key.secret).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.associated()).decode()
    except InvalidTag:
        raise SealError("the sealed text is damaged or belongs to another row or field") from None


def needs_resealing(token: str, ring: KeyRing | None = None) -> bool:
    """True when an older key sealed it."""
    return _parts(token)[0] != (ring or key_ring()).newest.id


def _parts(token: str) -> tuple[str, bytes]:
    parts = token.split(".")
    try:
        if len(parts) != 3 or parts[0] != FORMAT:
            raise SealError("this is not a sealed text")
        body = base64.b64decode(parts[2], altchars=b"-_", validate=True)
    except binascii.Error:
        raise SealError("the sealed text is damaged") from None
    if len(body) <= NONCE_BYTES:
        raise SealError("the sealed text is damaged")
    return parts[1], body
