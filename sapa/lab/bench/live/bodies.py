"""What customers write, as Meta sends it. Plain Python, no Sapa in here."""

import json
import re
from typing import Any, NamedTuple

MARK = re.compile(rb"\bKIRIMAN(\d{7})\b")
WORDS = "Kak, pesanan KIRIMAN{number:07d} sudah sampai mana ya?"


class Letter(NamedTuple):
    """Message `number` of customer `person` to shop `shop`."""

    shop: int
    person: int
    number: int


def phone(letter: Letter) -> str:
    return f"62813{letter.shop:02d}{letter.person:06d}"


def text(number: int) -> str:
    return WORDS.format(number=number)


def body(letter: Letter, number_id: str, at: float) -> bytes:
    """`at`: Unix seconds."""
    digits = phone(letter)
    said = {
        "from": digits,
        "id": f"wamid.HBgNLIVE{letter.number:032d}",
        "timestamp": str(int(at)),
        "type": "text",
        "text": {"body": text(letter.number)},
    }
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281100000001", "phone_number_id": number_id},
        "contacts": [{"profile": {"name": f"Pelanggan {letter.person}"}, "wa_id": digits}],
        "messages": [said],
    }
    entry = {"id": "104996122399160", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [entry]}, separators=(",", ":")
    ).encode()
