"""What the texts are filled with, in the customer's zone (`domain.md` §3, variables)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain import formats
from sapa.domain.honorifics import panggilan
from sapa.domain.journeys.facts import PersonFacts
from sapa.domain.journeys.times import DayOff, payment_deadline_of
from sapa.domain.orders import OrderFacts

ONLY_A_COUNT = re.compile(r"\d+ (?:barang|item|items|produk)", re.IGNORECASE)
GREETINGS = ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))


def variables_for(
    *,
    order: OrderFacts | None,
    person: PersonFacts,
    shop: str,
    settings: Mapping[str, Any],
    at: datetime,
    is_day_off: DayOff,
) -> dict[str, Any]:
    """Nested plain texts by Indonesian name, blank where nothing is known. `at`: when it will be sent."""
    known: dict[str, Any] = {
        "panggilan": panggilan(person.name, person.segment, person.gender, person.preferred_address),
        "toko": shop,
        "perusahaan": person.company or person.name,
        "salam": greeting(at, person.zone),
        "promo": promo(settings.get("promo") or {}),
    }
    if order is None:
        return known
    deadline = payment_deadline_of(order, person.segment, person.zone, is_day_off)
    return known | {
        "pesanan": order_words(order, person.zone) | {"batas_bayar": formats.moment(deadline, person.zone)},
        "kirim": {
            "tanggal_tiba": moment(order.delivered_at, person.zone),
            "perkiraan_tiba": day(order.eta, person.zone),
        },
        "produk": {"nama": product_name(order, person.segment)},
    }


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


def promo(chosen: Mapping[str, Any]) -> dict[str, str]:
    until = str(chosen.get("berlaku_sampai") or "")
    return {
        "isi": str(chosen.get("isi") or ""),
        "kode": str(chosen.get("kode") or ""),
        "tautan": str(chosen.get("tautan") or ""),
        "berlaku_sampai": plain_day(date.fromisoformat(until)) if until else "",
    }


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
