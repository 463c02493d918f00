"""Facts of parcels, returns, subscriptions, invoices, tickets, talks, promotions and surveys."""

from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.journeys.registry.shorthand import by_name, instant, number, text, yes_no
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import plus_days
from sapa.domain.policy.settings import COMPLAINT_KINDS

SURVEY_OPEN_DAYS = 14
GONE = frozenset(("returning", "returned", "cancelled", "lost"))
ARRIVED = GONE | {"delivered"}
OVERTAKEN_BY = MappingProxyType(
    {
        "shipment.shipped": ARRIVED | {"out_for_delivery", "on_hold", "failed_attempt"},
        "shipment.out_for_delivery": ARRIVED | {"on_hold", "failed_attempt"},
        "shipment.delayed": ARRIVED | {"out_for_delivery", "failed_attempt"},
        "shipment.failed_attempt": ARRIVED | {"out_for_delivery"},
        "shipment.delivered": GONE,
    }
)


def of(subject: str, name: str) -> Any:
    """Reads one value of the scene's parcel, invoice and so on; None where there is none."""

    def read(scene: Scene) -> Any:
        found = getattr(scene, subject)
        return getattr(found, name) if found else None

    return read


def shipment_is_newest(scene: Scene) -> bool:
    """No later status of the parcel is known than the one that was told."""
    shipment = scene.shipment
    return shipment is None or shipment.status not in OVERTAKEN_BY.get(scene.trigger.name, frozenset())


def return_is_newest(scene: Scene) -> bool:
    found = scene.returned
    return found is None or scene.trigger.name in ("", f"return.{found.status}")


def period_days(scene: Scene) -> float | None:
    found = scene.subscription
    if found is None or found.period_start is None or found.period_end is None:
        return None
    zone = ZoneInfo(scene.person.zone)
    return (found.period_end.astimezone(zone).date() - found.period_start.astimezone(zone).date()).days


def subscription_is_open(scene: Scene) -> bool:
    return bool(scene.subscription and scene.subscription.status in ("active", "grace"))


def is_promised(scene: Scene) -> bool:
    promised_at = scene.invoice.promised_at if scene.invoice else None
    return bool(promised_at and promised_at > scene.now)


def replacement_at(scene: Scene) -> datetime | None:
    """When the parcel arrives that was sent after the complaint; None where nothing was sent."""
    ticket, shipment = scene.ticket, scene.shipment
    if ticket is None or ticket.opened_at is None or shipment is None or shipment.status in GONE:
        return None
    if shipment.status_at is None or shipment.status_at <= ticket.opened_at:
        return None
    if shipment.delivered_at:
        return shipment.delivered_at if shipment.delivered_at > ticket.opened_at else None
    return shipment.eta


def talk_ended_at(scene: Scene) -> datetime | None:
    if scene.interaction:
        return scene.interaction.at
    return scene.trigger.at if scene.trigger.name == "interaction.first" else None


def chosen(scene: Scene, group: str, name: str) -> str:
    return str((scene.settings.get(group) or {}).get(name) or "")


def end_of_day(day: str, zone: str) -> datetime | None:
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return None
    return datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone))


def promo_ends_at(scene: Scene) -> datetime | None:
    """The end of the promotion's last day where the customer is."""
    return end_of_day(chosen(scene, "promo", "berlaku_sampai"), scene.person.zone)


def survey_closes_at(scene: Scene) -> datetime:
    """The owner's last day, else fourteen days after what the survey is about."""
    last_day = end_of_day(chosen(scene, "survei", "ditutup"), scene.person.zone)
    usual = plus_days(scene.trigger.at, SURVEY_OPEN_DAYS, scene.person.zone)
    return min(last_day, usual) if last_day else usual


SHIPMENT_FACTS = (
    yes_no(
        "shipment.is_newest",
        shipment_is_newest,
        ("status paket masih yang terbaru", "the parcel's status is still the newest"),
        if_no="superseded",
    ),
    text("shipment.status", of("shipment", "status"), ("status paket", "status of the parcel")),
    text("shipment.courier", of("shipment", "courier"), ("kurir", "courier")),
    text("shipment.reason", of("shipment", "reason"), ("alasan terlambat", "why it is late")),
    instant("shipment.status_at", of("shipment", "status_at"), ("saat status paket", "since when so")),
    instant("shipment.eta", of("shipment", "eta"), ("perkiraan paket tiba", "the parcel's estimate")),
    instant("shipment.delivered_at", of("shipment", "delivered_at"), ("saat paket tiba", "when delivered")),
    yes_no(
        "return.is_newest",
        return_is_newest,
        ("status retur masih yang terbaru", "the return's status is still the newest"),
        if_no="superseded",
    ),
    text("return.status", of("returned", "status"), ("status retur", "status of the return")),
    instant("return.expected_at", of("returned", "expected_at"), ("perkiraan retur selesai", "when done")),
)

CONTRACT_FACTS = (
    text("subscription.plan", of("subscription", "plan"), ("paket langganan", "plan")),
    yes_no(
        "subscription.is_open",
        subscription_is_open,
        ("langganan masih berjalan", "the subscription is running"),
        if_no="subscription_over",
    ),
    yes_no(
        "subscription.auto_renews",
        lambda scene: bool(scene.subscription and scene.subscription.auto_renew),
        ("langganan diperpanjang otomatis", "the subscription renews by itself"),
        if_yes="auto_renews",
    ),
    yes_no(
        "subscription.has_grace",
        lambda scene: bool(scene.subscription and scene.subscription.grace_end),
        ("langganan punya masa tenggang", "the subscription has a grace period"),
        if_no="no_grace",
    ),
    number(
        "subscription.period_days",
        period_days,
        ("lama periode langganan (hari)", "length of the period (days)"),
        code="period_too_short",
    ),
    *(
        instant(f"subscription.{name}", of("subscription", name), label)
        for name, label in (
            ("period_start", ("awal periode", "start of the period")),
            ("period_end", ("akhir periode", "end of the period")),
            ("grace_end", ("akhir masa tenggang", "end of the grace period")),
        )
    ),
    yes_no(
        "invoice.is_open",
        lambda scene: bool(scene.invoice and scene.invoice.status == "open"),
        ("tagihan belum dibayar, disanggah, atau dibatalkan", "the invoice is neither paid nor disputed"),
        if_no="invoice_closed",
    ),
    yes_no(
        "invoice.is_promised",
        is_promised,
        ("pelanggan berjanji membayar nanti", "the customer promised to pay later"),
        if_yes="promised_to_pay",
    ),
    text("invoice.status", of("invoice", "status"), ("status tagihan", "status of the invoice")),
    number(
        "invoice.amount",
        lambda scene: scene.invoice.amount.amount if scene.invoice else None,
        ("nilai tagihan", "value of the invoice"),
    ),
    instant("invoice.issued_at", of("invoice", "issued_at"), ("saat tagihan terbit", "when issued")),
    instant("invoice.due_at", of("invoice", "due_at"), ("jatuh tempo", "due date"), code="no_due_date"),
    instant("promo.ends_at", promo_ends_at, ("akhir promosi", "end of the promotion"), code="promo_over"),
    instant("survey.closes_at", survey_closes_at, ("survei ditutup", "when the survey closes")),
)

CARE_FACTS = (
    text("ticket.kind", of("ticket", "kind"), ("jenis tiket", "kind of ticket")),
    yes_no(
        "ticket.is_complaint",
        lambda scene: bool(scene.ticket and scene.ticket.kind in COMPLAINT_KINDS),
        ("tiket berisi keluhan", "the ticket is a complaint"),
        if_no="no_complaint",
    ),
    yes_no(
        "ticket.is_answered",
        lambda scene: bool(scene.ticket and scene.ticket.answered_by),
        ("tiket dijawab orang atau asisten", "the ticket was answered by a person or the assistant"),
        if_no="not_answered",
    ),
    yes_no(
        "ticket.is_reopened",
        lambda scene: bool(scene.ticket and (scene.ticket.reopened or scene.ticket.resolved_at is None)),
        ("tiket dibuka kembali", "the ticket was reopened"),
        if_yes="ticket_reopened",
    ),
    yes_no(
        "ticket.has_replacement",
        lambda scene: replacement_at(scene) is not None,
        ("barang pengganti dikirim", "a replacement was sent"),
        if_yes="replacement_sent",
        if_no="no_replacement",
    ),
    instant(
        "ticket.replacement_at", replacement_at, ("barang pengganti tiba", "when the replacement arrives")
    ),
    instant("ticket.opened_at", of("ticket", "opened_at"), ("tiket dibuka", "when opened")),
    instant("ticket.resolved_at", of("ticket", "resolved_at"), ("tiket selesai", "when resolved")),
    text("interaction.topic", of("interaction", "topic"), ("topik pembicaraan", "topic"), code="no_topic"),
    text("interaction.kind", of("interaction", "kind"), ("cara berbicara", "kind of talk")),
    yes_no(
        "interaction.is_open",
        lambda scene: bool(scene.interaction and scene.interaction.open),
        ("percakapan masih berlangsung", "the talk is still open"),
        if_yes="still_talking",
    ),
    yes_no(
        "interaction.is_promised",
        lambda scene: bool(scene.interaction and scene.interaction.promised_at),
        ("agen menjanjikan tanggal sendiri", "an agent promised a date"),
        if_yes="date_promised",
    ),
    instant("interaction.ended_at", talk_ended_at, ("akhir pembicaraan", "when the talk ended")),
)

SUBJECT_FACTS = by_name((*SHIPMENT_FACTS, *CONTRACT_FACTS, *CARE_FACTS))
