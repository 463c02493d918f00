"""The frame of every webhook: object, entries, changes."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from simulator.errors import Json


def envelope(account_id: str, field: str, value: Json) -> Json:
    change = {"value": value, "field": field}
    return {"object": "whatsapp_business_account", "entry": [{"id": account_id, "changes": [change]}]}


def number_of(body: Json) -> str:
    """The id of the number that a webhook is about, empty when it is about the account."""
    value = body["entry"][0]["changes"][0]["value"]
    return str((value.get("metadata") or {}).get("phone_number_id", ""))


def stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def batches(bodies: Iterable[Json], size: int) -> list[Json]:
    """Several bodies as few: each carries at most `size` changes in the order in which they came.

    Changes of one account that stand side by side share an entry.
    """
    listed = list(bodies)
    return [merged(listed[start : start + size]) for start in range(0, len(listed), size)]


def merged(bodies: list[Json]) -> Json:
    entries: list[Json] = []
    for one in (entry for body in bodies for entry in body["entry"]):
        if entries and entries[-1]["id"] == one["id"]:
            entries[-1]["changes"].extend(one["changes"])
        else:
            entries.append({**one, "changes": list(one["changes"])})
    return {**bodies[0], "entry": entries}


def encoded(body: Json) -> bytes:
    """Non-ASCII leaves as \\uXXXX, as Meta sends it."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()


def signature(app_secret: str, raw: bytes) -> str:
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
