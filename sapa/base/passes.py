"""Short signed numbers in addresses that customers get: who may open a page without logging in.

Nothing in them is secret and none can be made up; they tell no name and stay the same, so that a text that is
written twice carries the same link.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from sapa.base.keys import derived_secrets

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SEAL_BYTES = 12
LONGEST = 120
MOST = 2**63 - 1
# Pages that are answered by link stand below this path; a journey makes a link to one of them personal.
PAGES = "/nilai/"
RUN = "run"


def made(purpose: str, *numbers: int) -> str:
    """`1.2s.x8Yq…`: the numbers and their seal, good for one purpose."""
    said = ".".join(map(_written, numbers))
    return f"{said}.{_seals(purpose, said)[0]}"


def read(purpose: str, text: str) -> tuple[int, ...] | None:
    """The numbers, when this installation sealed them for this purpose."""
    said, _, seal = text.rpartition(".")
    if not said or len(text) > LONGEST:
        return None
    if not any(hmac.compare_digest(one.encode(), seal.encode()) for one in _seals(purpose, said)):
        return None
    return tuple(int(part, len(DIGITS)) for part in said.split("."))


def personal(link: str, *, site: str, workspace_id: int, run_id: int | None) -> str:
    """A link to a page of our own becomes that of one run; any other stays as the owner wrote it."""
    if run_id is None or not link.startswith(site + PAGES):
        return link
    return f"{link.rstrip('/')}/{made(RUN, workspace_id, run_id)}/"


def _written(number: int) -> str:
    if not 0 <= number <= MOST:
        raise ValueError("passes: a number from 0 to 2^63-1 expected")
    digits = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits or "0"


def _seals(purpose: str, said: str) -> list[str]:
    return [_seal(secret, said) for secret in _secrets(purpose)]


def _secrets(purpose: str) -> Iterable[str]:
    return derived_secrets(f"pass:{purpose}")


def _seal(secret: str, said: str) -> str:
    digest = hmac.new(secret.encode(), said.encode(), hashlib.sha256).digest()[:SEAL_BYTES]
    return urlsafe_b64encode(digest).decode()
