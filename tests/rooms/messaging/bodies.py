"""Webhook bodies as Meta would send them, and the numbers of the cast."""

import json
from collections.abc import Mapping
from datetime import datetime

NUMBER = "106540352242922"
DEWI, MADE = "+6281234567801", "+6281234567802"


def body(**parts: object) -> dict[str, object]:
    """A webhook body with one change of the shop's number."""
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **parts}
    return {
        "object": "x",
        "entry": [{"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}],
    }


def text_message(wamid: str, words: str, at: datetime, sender: str = DEWI) -> dict[str, object]:
    digits, seconds = sender.lstrip("+"), str(int(at.timestamp()))
    return {"id": wamid, "from": digits, "type": "text", "text": {"body": words}, "timestamp": seconds}


def status(
    wamid: str, word: str, at: datetime, token: str = "", code: int | None = None
) -> dict[str, object]:
    said: dict[str, object] = {"id": wamid, "status": word, "timestamp": str(int(at.timestamp()))}
    said |= {"biz_opaque_callback_data": token} if token else {}
    return said | ({"errors": [{"code": code, "title": "no"}]} if code else {})


def raw(said: dict[str, object]) -> bytes:
    return json.dumps(said).encode()


def change(field: str, value: Mapping[str, object]) -> dict[str, object]:
    """A webhook body with one change of any field, of the shop's number."""
    named = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **value}
    return {"entry": [{"id": "102290129340398", "changes": [{"field": field, "value": named}]}]}


def said(wamid: str, kind: str, at: datetime, sender: str = DEWI, **more: object) -> dict[str, object]:
    """A message of any type; its part stands in `more` under the name of the type."""
    seconds = str(int(at.timestamp()))
    return {"id": wamid, "from": sender.lstrip("+"), "type": kind, "timestamp": seconds, **more}
