"""What the texts are filled with, in the customer's zone (`domain.md` §3, variables)."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sapa.domain import formats
from sapa.domain.orders import OrderFacts

ONLY_A_COUNT = re.compile(r"\d+ (?:barang|item|items|produk)", re.IGNORECASE)
GREETINGS = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))


def order_words(order: OrderFacts, zone: str) -> dict[str, str]:
    return {
        "nomor": order.number or order.external_id,
        "barang": order.goods,
        "total": formats.money(order.total.amount, order.total.currency) if order.total.amount else "",
        "tanggal": day(order.placed_at, zone),
        "jumlah": str(order.quantity),
        "tautan": order.links.get("order", ""),
        "tautan_bayar": order.links.get("pay", ""),
        "tautan_lacak": order.links.get("track", ""),
    }


def product_name(order: OrderFacts, segment: str) -> str:
    """The goods by name; where the shop only tells how many, the order by its number."""
    if order.goods and not ONLY_A_COUNT.fullmatch(order.goods):
        return order.goods
    told = f"pesanan {order.number or order.external_id}"
    return f"barang {told}" if segment == "b2b" else told


def greeting(at: datetime, zone: str) -> str:
    """Selamat pagi from 04:00, siang from 11:00, sore from 15:00, malam from 18:00 (`domain.md` §4.1)."""
    hour = at.astimezone(ZoneInfo(zone)).hour
    return "Selamat " + next(word for end, word in GREETINGS if hour < end)


def plain_day(on: date) -> str:
    """`31 Januari 2027`."""
    return formats.long_day(on).split(", ", 1)[1]


def day(at: datetime | None, zone: str) -> str:
    return plain_day(at.astimezone(ZoneInfo(zone)).date()) if at else ""


def moment(at: datetime | None, zone: str) -> str:
    return formats.moment(at, zone) if at else ""
