"""Addresses of files that expire: signed, and the same for half a day so that browsers can cache."""

import time
from urllib.parse import urlencode

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

LIVES = 12 * 3600
LONGEST_TIME = 12


def linked(path: str, *, workspace_id: int) -> str:
    """The path with its end and signature; good for 12 to 24 hours of machine time."""
    until = (int(time.time()) // LIVES + 2) * LIVES
    return f"{path}?{urlencode({'sampai': until, 'tanda': _signature(path, workspace_id, str(until))})}"


def readable(path: str, *, workspace_id: int, until: str, signature: str) -> bool:
    """The signature is genuine, of this workspace, and its time has not passed."""
    if not (until.isascii() and until.isdigit() and len(until) <= LONGEST_TIME):
        return False
    genuine = constant_time_compare(_signature(path, workspace_id, until), signature)
    return genuine and time.time() < int(until)


def _signature(path: str, workspace_id: int, until: str) -> str:
    return Signer(salt="sapa.media").signature(f"{workspace_id}|{path}|{until}")
