"""What the texts are filled with, in the customer's zone (`domain.md` §3, variables)."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sapa.domain import formats
from sapa.domain.honorifics import panggilan
from sapa.domain.journeys.registry.orders import payment_deadline, ship_by
from sapa.domain.journeys.registry.products import (
    first_to_run_out,
    lasts_days,
    meant,
    runs_out_at,
    with_complement,
)
from sapa.domain.journeys.registry.subjects import survey_closes_at
from sapa.domain.journeys.registry.variables import VARIABLES, nested
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.variables import day, greeting, moment, order_words, plain_day, product_name

Words = dict[str, Any]

RETURN_STATUSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "requested": ("diajukan", "pemeriksaan pengajuan oleh tim kami"),
        "approved": ("disetujui", "pengiriman barang kembali ke kami"),
        "received": ("diterima gudang", "pemeriksaan barang"),
        "rejected": ("ditolak", ""),
        "refunded": ("dana dikembalikan", ""),
        "replaced": ("barang diganti", ""),
    }
)


def variables_for(scene: Scene, at: datetime, groups: Container[str] | None = None) -> dict[str, Any]:
    """Nested plain texts by Indonesian name, blank where nothing is known. `at`: when it will be sent.

    A blank variable keeps a message from being sent; the owner's own choices win over what is known.
    `groups`: first parts of the names that will be read, such as pesanan; others may be left blank.
    """
    found = blank()
    lay_over(found, person_words(scene, at))
    for fill, told in FILLS:
        if groups is None or any(group in groups for group in told):
            lay_over(found, fill(scene))
    lay_over(found, chosen_words(scene))
    return found


def blank() -> Words:
    return {name: dict(told) if isinstance(told, dict) else told for name, told in BLANK.items()}


def lay_over(base: Words, over: Mapping[str, Any]) -> None:
    for name, value in over.items():
        if isinstance(value, Mapping) and isinstance(base.get(name), dict):
            lay_over(base[name], value)
        elif value != "" or name not in base:
            base[name] = value


def _blank() -> Words:
    found: Words = {}
    for path in VARIABLES:
        lay_over(found, nested(path, ""))
    return found


BLANK = _blank()


def person_words(scene: Scene, at: datetime) -> Words:
    person = scene.person
    return {
        "panggilan": panggilan(person.name, person.segment, person.gender, person.preferred_address),
        "perusahaan": person.company or person.name,
        "salam": greeting(at, person.zone),
        "toko": scene.shop,
        "agen": (scene.interaction.by_name if scene.interaction else "") or scene.agent,
        "jam_layanan": scene.hours,
        "perkiraan_balas": moment(scene.answer_by, person.zone),
    }


def order_part(scene: Scene) -> Words:
    order, zone, paid = scene.order, scene.person.zone, scene.person.paid_orders
    counted = {"jumlah": str(paid) if paid else ""}
    if order is None:
        return {"pesanan": counted}
    return {
        "pesanan": order_words(order, zone)
        | {"batas_bayar": moment(payment_deadline(scene), zone)}
        | counted,
        "kirim": {
            "perkiraan_kirim": day(ship_by(scene), zone),
            "perkiraan_tiba": day(order.eta, zone),
            "tanggal_tiba": moment(order.delivered_at, zone),
        },
    }


def shipment_part(scene: Scene) -> Words:
    shipment, zone = scene.shipment, scene.person.zone
    if shipment is None:
        return {}
    return {
        "kirim": {
            "kurir": shipment.courier,
            "resi": shipment.tracking_number,
            "perkiraan_tiba": day(shipment.eta, zone),
            "tanggal_tiba": moment(shipment.delivered_at, zone),
            "alasan": shipment.reason,
            "alamat_singkat": shipment.address_short,
        },
        "pesanan": {"tautan_lacak": shipment.link},
    }


def product_part(scene: Scene) -> Words:
    """Several products of one order are told in one message."""
    told = meant(scene)
    lasting, companion = first_to_run_out(scene), with_complement(scene)
    return {
        "produk": {
            "nama": names(scene, [product.name for product in told]),
            "panduan_url": listed(product.guide_url for product in told if product.guide_url),
            "masa_pakai_hari": str(lasts_days(scene, lasting)) if lasting else "",
            "perkiraan_habis": day(runs_out_at(scene), scene.person.zone),
        },
        "pelengkap": {
            "nama": companion.complement_name if companion else "",
            "alasan": companion.complement_reason if companion else "",
            "tautan": companion.complement_link if companion else "",
        },
    }


def names(scene: Scene, of_products: list[str]) -> str:
    """The order's goods in the shop's words, unless the message is about some of them."""
    about_all = len(of_products) == len(scene.products)
    if scene.order and about_all:
        return product_name(scene.order, scene.person.segment)
    feature = scene.feature.product_name or scene.feature.plan if scene.feature else ""
    return feature or listed(of_products)


def listed(words: Iterable[str]) -> str:
    """`A, B dan C`, each once."""
    found = list(dict.fromkeys(word for word in words if word))
    return " dan ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def contract_part(scene: Scene) -> Words:
    zone, subscription, invoice = scene.person.zone, scene.subscription, scene.invoice
    found: Words = {"survei": {"ditutup": day(survey_closes_at(scene), zone)}}
    if subscription:
        found["langganan"] = {
            "paket": subscription.plan,
            "berakhir": day(subscription.period_end, zone),
            "tenggang": day(subscription.grace_end, zone),
            "tautan": subscription.link,
        }
    if invoice:
        money = invoice.amount
        found["tagihan"] = {
            "nomor": invoice.number,
            "jumlah": formats.money(money.amount, money.currency) if money.amount else "",
            "jatuh_tempo": day(invoice.due_at, zone),
            "tautan": invoice.link,
        }
    return found


def care_part(scene: Scene) -> Words:
    zone, found = scene.person.zone, Words()
    if scene.returned:
        status, step = RETURN_STATUSES.get(scene.returned.status, ("", ""))
        found["retur"] = {
            "nomor": scene.returned.number,
            "status": status,
            "langkah": scene.returned.step or step,
            "perkiraan": day(scene.returned.expected_at, zone),
        }
    if scene.ticket:
        found["tiket"] = {"nomor": scene.ticket.number, "ringkas": scene.ticket.summary}
    if scene.interaction:
        found["kontak"] = {
            "topik": scene.interaction.topic,
            "tanggal": day(scene.interaction.at, zone),
        }
    if scene.feature:
        found["fitur"] = {
            "nama": scene.feature.name,
            "manfaat": scene.feature.benefit,
            "tautan": scene.feature.link,
            "tanggal_rilis": day(scene.feature.released_at, zone),
        }
    return found


FILLS: tuple[tuple[Callable[[Scene], Words], tuple[str, ...]], ...] = (
    (order_part, ("pesanan", "kirim")),
    (shipment_part, ("pesanan", "kirim")),
    (product_part, ("produk", "pelengkap")),
    (contract_part, ("survei", "langganan", "tagihan")),
    (care_part, ("retur", "tiket", "kontak", "fitur")),
)


def chosen_words(scene: Scene) -> Words:
    """The owner's choices under their own paths; a date is told as a day."""
    found: Words = {}
    for group, value in scene.settings.items():
        if isinstance(value, Mapping):
            found[group] = {name: in_words(inner) for name, inner in value.items()}
        elif group not in VARIABLES:
            found[group] = in_words(value)
    return found


def in_words(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    try:
        return plain_day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
