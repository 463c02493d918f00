"""Web Push: messages sealed for one browser (RFC 8291, RFC 8188) and signed by this installation (RFC 8292)."""

import base64
import json
import secrets
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .keys import derived_secret

CURVE = SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
RECORD = 4096
LONGEST = RECORD - 17 - 86  # one record with its tag and delimiter
LAST_RECORD = b"\x02"
VALID_SECONDS = 12 * 3600
PURPOSE = "web push"


class Browser(NamedTuple):
    """What a browser gives away for being written to: its public key and a secret of 16 bytes."""

    p256dh: bytes
    auth: bytes

    @classmethod
    def read(cls, p256dh: str, auth: str) -> "Browser":
        """From base64url. Raises ValueError when no browser made these."""
        browser = cls(unlettered(p256dh), unlettered(auth))
        EllipticCurvePublicKey.from_encoded_point(CURVE, browser.p256dh)
        if len(browser.auth) != 16:
            raise ValueError("the secret of a browser has 16 bytes")
        return browser


def seal_for(
    browser: Browser, words: bytes, *, salt: bytes | None = None, own: EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of a push, `Content-Encoding: aes128gcm`. `salt` and `own` are fresh for every message."""
    if len(words) > LONGEST:
        raise ValueError(f"at most {LONGEST} bytes can be pushed")
    salt, own = salt or secrets.token_bytes(16), own or generate_private_key(CURVE)
    theirs = EllipticCurvePublicKey.from_encoded_point(CURVE, browser.p256dh)
    ours = _point(own)
    info = b"WebPush: info\x00" + browser.p256dh + ours
    shared = _expand(own.exchange(ECDH(), theirs), browser.auth, info, 32)
    key = _expand(shared, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _expand(shared, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + len(ours).to_bytes(1, "big") + ours
    return head + AESGCM(key).encrypt(nonce, words + LAST_RECORD, None)


def authorization(address: str, *, subject: str, unix_now: int) -> str:
    """The header that tells a push service who sends; `subject`: an address where its people reach ours."""
    parts = urlsplit(address)
    told = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": unix_now + VALID_SECONDS, "sub": subject}
    signed = ".".join(lettered(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "ES256"}, told))
    key = _own_key()
    r, s = decode_dss_signature(key.sign(signed.encode(), ECDSA(SHA256())))
    token = f"{signed}.{lettered(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={lettered(_point(key))}"


def public_key() -> str:
    """What browsers subscribe with: only we can write to them then. Another one after the key ring was renewed."""
    return lettered(_point(_own_key()))


def lettered(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unlettered(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _own_key() -> EllipticCurvePrivateKey:
    made = int.from_bytes(unlettered(derived_secret(PURPOSE)), "big")
    return derive_private_key(made % (ORDER - 1) + 1, CURVE)


def _point(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _expand(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)
