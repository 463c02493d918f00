"""The messages that every peer sends: the size and shape of those of `sapa bench dispatch`."""

import os
from typing import Any

URL = os.environ.get("PEERS_URL", "")
HEADERS = {"Authorization": "Bearer bench"}


def letter(number: int) -> dict[str, Any]:
    values = {
        "nama": "Kak Dewi",
        "pesanan": f"A{number}",
        "barang": "2 barang",
        "tautan": f"https://tokosari.test/{number}",
    }
    parameters = [{"type": "text", "parameter_name": name, "text": text} for name, text in values.items()]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": f"+62812{number:08d}",
        "type": "template",
        "template": {
            "name": "checkout_belum_bayar",
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": parameters}],
        },
        "biz_opaque_callback_data": f"PEER{number:028d}",
    }
