"""Every id follows from the seed and the content, so one seed gives one ledger."""

from base64 import b64encode
from hashlib import sha256
from random import Random

COUNTRIES = {"62": "ID", "60": "MY", "65": "SG", "63": "PH", "66": "TH", "84": "VN", "61": "AU", "91": "IN"}


def digest(*parts: object) -> bytes:
    return sha256("|".join(str(part) for part in parts).encode()).digest()


def rng(*parts: object) -> Random:
    return Random(digest(*parts))


def digits(length: int, *parts: object) -> str:
    """A decimal id of exactly `length` digits that does not start with zero."""
    number = int.from_bytes(digest(*parts)) % (9 * 10 ** (length - 1))
    return str(10 ** (length - 1) + number)


def wamid(seed: int, phone: str, direction: str, nth: int) -> str:
    return "wamid." + b64encode(b"\x1c\x18" + digest(seed, "wamid", phone, direction, nth)[:28]).decode()


def user_id(seed: int, phone: str) -> str:
    """The business-scoped user id: country, a dot, digits."""
    country = COUNTRIES.get(phone[1:3], "US" if phone.startswith("+1") else "ID")
    return f"{country}.{digits(17, seed, 'user', phone)}"


def trace(seed: int, counter: int) -> str:
    return "A" + b64encode(digest(seed, "trace", counter)[:16], altchars=b"-_").decode().rstrip("=")
