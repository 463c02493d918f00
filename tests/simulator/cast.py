"""Requests, numbers and times of the simulator's tests."""

from datetime import UTC, datetime
from typing import Any

from simulator.config import Config, Delays
from simulator.network import Network

DEWI, MADE, RINI = "+6281300000011", "+6281300000012", "+6281300000014"
NOW = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
PROMPT = Delays(sent=(0.0, 0.0), delivered=(0.0, 0.0), offline_rate=0, read_rate=0, skips_delivered_rate=0)
TOKEN, SECRET = "token-of-toko-sari", "secret-of-toko-sari"

ARRIVED: dict[str, Any] = {
    "name": "cek_setelah_tiba",
    "language": "id",
    "category": "UTILITY",
    "parameter_format": "NAMED",
    "components": [
        {
            "type": "BODY",
            "text": "Halo Kak {{nama}}, pesanan {{nomor}} sudah tiba. Balas 1 kalau sesuai, 2 kalau ada "
            "yang kurang.",
        },
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Sesuai"},
                {"type": "QUICK_REPLY", "text": "Ada yang kurang"},
            ],
        },
    ],
}
UNPAID: dict[str, Any] = {
    "name": "belum_bayar",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {"type": "BODY", "text": "Halo Kak {{1}}, pesanan {{2}} menunggu pembayaran. Terima kasih."}
    ],
}


def config(**changes: Any) -> Config:
    return Config(token=TOKEN, app_secret=SECRET, delays=changes.pop("delays", PROMPT), **changes)


def network(**changes: Any) -> Network:
    """A network that knows both templates; statuses come at once unless `delays` says otherwise."""
    made = Network(config(**changes))
    made.templates.register(ARRIVED)
    made.templates.register(UNPAID)
    return made


def text(to: str = DEWI, body: str = "Baik, Kak.", **more: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": body}, **more}


def arrived(to: str = DEWI, name: str = "Dewi", **more: Any) -> dict[str, Any]:
    values = [("nama", name), ("nomor", "SARI-1041")]
    given = [{"type": "text", "parameter_name": key, "text": value} for key, value in values]
    return template(to, "cek_setelah_tiba", [{"type": "body", "parameters": given}], **more)


def template(to: str, name: str, components: list[Any], language: str = "id", **more: Any) -> dict[str, Any]:
    content = {"name": name, "language": {"code": language}, "components": components}
    return {"messaging_product": "whatsapp", "to": to, "type": "template", "template": content, **more}


def statuses(bodies: list[Any]) -> list[dict[str, Any]]:
    return [one for value in values(bodies) for one in value.get("statuses", [])]


def written(bodies: list[Any]) -> list[dict[str, Any]]:
    return [one for value in values(bodies) for one in value.get("messages", [])]


def values(bodies: list[Any]) -> list[dict[str, Any]]:
    plain = [body[1] if isinstance(body, tuple) else body for body in bodies]
    return [change["value"] for body in plain for entry in body["entry"] for change in entry["changes"]]
