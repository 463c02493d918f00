"""For each recipe a scene in which it goes ahead: Wednesday, 10:00 in Jakarta, a quiet week without holidays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.conditions import still_wanted
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.facts import KnownFollowUp, PersonFacts, PlannedFollowUp, Purchase, Skipped, Trigger
from sapa.domain.journeys.scene import Reply, Run, Scene
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.recipes import LIBRARY
from sapa.domain.subjects import (
    FeatureFacts,
    InteractionFacts,
    InvoiceFacts,
    ProductFacts,
    ReturnFacts,
    ShipmentFacts,
    SubscriptionFacts,
    TicketFacts,
)

WEDNESDAY = datetime(2026, 9, 16, 3, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LINK = "https://toko-sari.example/"

KEMEJA = ProductFacts(
    5,
    "Kemeja batik",
    guide_url=LINK + "panduan",
    lifetime_days=30,
    needs_care=True,
    in_stock=True,
    complement_name="Sabun lerak",
    complement_reason="warnanya lebih awet",
    complement_link=LINK + "lerak",
    complement_id=9,
    complement_in_stock=True,
)
DEWI = PersonFacts(
    1,
    "b2c",
    "Asia/Jakarta",
    "Dewi Anggraini",
    last_paid_at=WEDNESDAY - 3 * DAY,
    last_csat=5,
    paid_orders=3,
    delivered_orders=3,
    purchases=(Purchase(5, 10, WEDNESDAY - 3 * DAY, name="Kemeja batik"),),
)
OFFICE = replace(DEWI, contact_id=2, segment="b2b", name="Anton Wijaya", company="PT Citra Rasa")
LINKS = {"order": LINK + "p/1", "pay": LINK + "bayar/1", "track": LINK + "lacak/1"}
UNPAID = OrderFacts(
    "A-1",
    WEDNESDAY,
    status="awaiting_payment",
    payment_deadline=WEDNESDAY + DAY,
    total=Money(285_000),
    goods="Kemeja batik",
    links=LINKS,
)
PAID = replace(UNPAID, status="paid", paid_at=WEDNESDAY, placed_at=WEDNESDAY - HOUR, payment_deadline=None)
ARRIVED = replace(
    PAID,
    status="delivered",
    placed_at=WEDNESDAY - 3 * DAY,
    paid_at=WEDNESDAY - 3 * DAY,
    shipped_at=WEDNESDAY - 2 * DAY,
    delivered_at=WEDNESDAY,
    eta=WEDNESDAY,
)
PARCEL = ShipmentFacts(
    3,
    "S-3",
    "JNE",
    "JNE001",
    "in_transit",
    WEDNESDAY,
    eta=WEDNESDAY + DAY,
    reason="gudang transit penuh",
    address_short="Tebet, Jakarta Selatan",
    link=LINK + "lacak/1",
)
TALK = InteractionFacts(7, "call", "sprei katun", WEDNESDAY, "Ani")
PERIOD = SubscriptionFacts(
    8,
    "Paket Keluarga",
    datetime(2026, 6, 1, 3, 0, tzinfo=UTC),
    datetime(2026, 12, 1, 3, 0, tzinfo=UTC),
    datetime(2026, 12, 8, 3, 0, tzinfo=UTC),
    link=LINK + "langganan",
)
BILL = InvoiceFacts(
    6,
    "INV-0912",
    Money(450_000),
    issued_at=WEDNESDAY,
    due_at=datetime(2026, 9, 28, 2, 0, tzinfo=UTC),
    link=LINK + "tagihan",
)
RETURN = ReturnFacts(4, "R-031", "requested", expected_at=WEDNESDAY + 5 * DAY, status_at=WEDNESDAY)
TICKET = TicketFacts(
    2,
    "T-218",
    "defective",
    "kancing yang lepas",
    opened_at=WEDNESDAY - DAY,
    resolved_at=WEDNESDAY,
    answered_by="agent",
)
FEATURE = FeatureFacts(1, "jadwal otomatis", "menghemat waktu", LINK + "fitur", WEDNESDAY, 5, "Kemeja batik")
PROMO = {
    "isi": "potongan 10%",
    "kode": "KEMBALI10",
    "berlaku_sampai": "2026-12-31",
    "tautan": LINK + "syarat",
}
REPLACEMENT = replace(PARCEL, status_at=WEDNESDAY - HOUR, eta=WEDNESDAY + 2 * DAY)

Known = dict[str, Any]
OF_A_CAMPAIGN = {"promo": PROMO, "produk": {"nama": "batik"}, "campaign": {"date": "2026-09-16"}}
ORDERED: Known = {"order": ARRIVED, "order_id": 10, "products": (KEMEJA,)}
GOES_AHEAD: dict[str, Known] = {
    "kontak_pertama": {"on": "interaction.first", "interaction": TALK},
    "checkout_belum_bayar": {
        "on": "order.placed",
        "order": UNPAID,
        "order_id": 10,
        "settings": {"second_step": True},
    },
    "konfirmasi_pesanan": {"on": "payment.received", "order": PAID, "order_id": 10},
    "kabar_pengiriman": ORDERED | {"on": "shipment.shipped", "shipment": PARCEL},
    "panduan_pakai": ORDERED | {"on": "shipment.delivered"},
    "cek_setelah_tiba": ORDERED | {"on": "shipment.delivered"},
    "tiga_hari_setelah_beli": ORDERED | {"on": "shipment.delivered"},
    "cek_pemakaian": ORDERED | {"on": "shipment.delivered"},
    "isi_ulang": ORDERED | {"on": "shipment.delivered"},
    "perpanjang_langganan": {"on": "subscription.ending", "subscription": PERIOD},
    "kangen_pelanggan": ORDERED | {"on": "customer.dormant", "attempt": 1, "settings": {"promo": PROMO}},
    "survei_masukan": ORDERED
    | {"on": "shipment.delivered", "settings": {"survei": {"tautan": LINK + "survei"}}},
    "promo_pernah_pakai": ORDERED | {"on": "campaign.started", "settings": OF_A_CAMPAIGN},
    "edukasi_fitur": {"on": "feature.released", "feature": FEATURE},
    "csat": {"on": "ticket.resolved", "ticket": TICKET},
    "nps": ORDERED | {"on": "customer.quarterly"},
    "minta_ulasan": ORDERED | {"on": "feedback.rated", "settings": {"ulasan": {"tautan": LINK + "ulasan"}}},
    "produk_pelengkap": ORDERED | {"on": "shipment.delivered"},
    "pengingat_tagihan": {"on": "invoice.issued", "invoice": BILL},
    "pasca_keluhan": {"on": "ticket.resolved", "ticket": TICKET},
    "status_retur": ORDERED | {"on": "return.requested", "returned": RETURN},
    "balasan_otomatis": {"on": "message.received", "ticket": TICKET},
}


def weekend(day: date) -> bool:
    return day.weekday() >= 5


def scene_of(recipe: str, *, segment: str = "b2c", now: datetime | None = None, **change: Any) -> Scene:
    """Dewi's, or that of an office; `on`, `attempt`, `at` tell the trigger, the rest are fields of the scene."""
    given: Known = {"at": WEDNESDAY, "attempt": 0, "settings": {}} | GOES_AHEAD[recipe] | change
    trigger = Trigger(given.pop("on"), given.pop("at"), given.pop("attempt"))
    person = given.pop("person", DEWI if segment == "b2c" else OFFICE)
    fixed: Known = {"shop": "Toko Sari", "agent": "Ani", "is_day_off": weekend}
    return Scene(now=now or trigger.at, trigger=trigger, person=person, **(fixed | given))


def told(
    recipe: str, *, segment: str = "b2c", now: datetime | None = None, **change: Any
) -> Advanced | Skipped:
    """What the trigger starts, or why it starts nothing."""
    return started(recipe, scene_of(recipe, segment=segment, now=now, **change))


def started(recipe: str, scene: Scene) -> Advanced | Skipped:
    run = start(LIBRARY[recipe], scene, share=0, salt="toko-sari")
    return advance(LIBRARY[recipe], replace(scene, run=run)) if isinstance(run, Run) else run


def planned(recipe: str, step: str, **change: Any) -> PlannedFollowUp:
    found = told(recipe, **change)
    assert isinstance(found, Advanced), found
    return next(one for one in found.planned if one.step == step)


def codes(recipe: str, **change: Any) -> set[str]:
    found = told(recipe, **change)
    return {found.code} if isinstance(found, Skipped) else {one.code for one in found.skipped}


def codes_at_sending(recipe: str, **change: Any) -> set[str]:
    """Why messages that were planned when all was well do not go when things have changed."""
    found = told(recipe)
    assert isinstance(found, Advanced), found
    now = scene_of(recipe, **change)
    asked = (still_wanted(LIBRARY[recipe], one.step, replace(now, key=one.key)) for one in found.planned)
    return {code for code in asked if code}


def sent(
    recipe: str, subject: str, at: datetime, *, step: str = "1", order_id: int | None = None
) -> KnownFollowUp:
    key = f"{recipe}:{subject}:{step}"
    return KnownFollowUp(key, recipe, step, "sent", at, at, order_id, finished_at=at)


def waiting(one: PlannedFollowUp) -> KnownFollowUp:
    return KnownFollowUp(
        one.key, one.recipe, one.step, "waiting", one.created_at, one.due_at, one.order_id, one.value
    )


def clock(at: datetime) -> str:
    """`Wed 16 Sep 10:00` in Jakarta."""
    return at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%a %-d %b %H:%M")


def said(text: str, at: datetime = WEDNESDAY) -> Reply:
    return Reply(text, at)
