"""Three customers whose affairs are under way, so that a visitor sees more than an empty shop."""

from datetime import datetime, timedelta
from typing import Any

from sapa.commerce import services
from sapa.commerce.schemas import Basket, Item, Told
from sapa.contacts.services import Person
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.phones import normalise

PAGES = "https://tokosari.test"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRODUCTS: dict[str, dict[str, Any]] = {
    "KOPI-1": {
        "name": "Kopi Gayo 1 kg",
        "amount": 185_000,
        "lifetime_days": 30,
        "stock": 40,
        "link": f"{PAGES}/kopi-gayo",
        "guide_url": f"{PAGES}/panduan/seduh",
        "complement": "V60",
        "complement_reason": "seduhan lebih bersih dan takarannya mudah",
    },
    "V60": {"name": "Saringan V60", "amount": 95_000, "stock": 12, "link": f"{PAGES}/saringan-v60"},
    "GILING": {
        "name": "Penggiling kopi tangan",
        "amount": 420_000,
        "stock": 5,
        "needs_care": True,
        "link": f"{PAGES}/penggiling",
        "guide_url": f"{PAGES}/panduan/penggiling",
    },
}
DEWI = Person(
    phone=normalise("081210000001"),
    name="Dewi Lestari",
    country="ID",
    province="DKI Jakarta",
    postcode="10110",
)
MADE = Person(
    phone=normalise("081210000002"), name="Made Wirawan", country="ID", province="Bali", postcode="80111"
)
YOSEF = Person(
    phone=normalise("081210000003"),
    name="Yosef Wanggai",
    company="PT Kopi Timur",
    segment="b2b",
    country="ID",
    province="Papua",
    postcode="99111",
)


def show(*, source: str, now: datetime) -> None:
    """Products, a parcel that arrives tomorrow, a subscription and an invoice that need a word soon.

    Under the numbers of the demo's own sender, so that a visitor's webhook may go on with them.
    """
    sold = [Told(sku, now - 60 * DAY, values=said) for sku, said in PRODUCTS.items()]
    services.apply_products(told=sold, source=source, now=now)
    _parcel(source, now)
    _subscription(source, now)
    _invoice(source, now)
    _promise(source, now)


def _parcel(source: str, now: datetime) -> None:
    number, placed_at = "SARI-1001", now - 2 * DAY
    assert DEWI.phone is not None  # noqa: S101
    facts = OrderFacts(
        external_id=number,
        placed_at=placed_at,
        paid_at=placed_at + HOUR,
        status="paid",
        name=DEWI.name,
        phone=DEWI.phone.e164,
        country=DEWI.country,
        province=DEWI.province,
        postcode=DEWI.postcode,
        goods="1 Kopi Gayo 1 kg, 1 Penggiling kopi tangan",
        quantity=2,
        total=Money(605_000),
        links={"order": f"{PAGES}/pesanan/{number}", "track": f"{PAGES}/lacak/{number}"},
    )
    services.apply_orders(facts=[facts], source=source, now=now)
    items = [Item("KOPI-1", ""), Item("GILING", "")]
    services.apply_baskets(told=[Basket(number, items, placed_at)], source=source, now=now)
    about = {
        "courier": "JNE",
        "tracking_number": "JX7700120",
        "eta": now + DAY,
        "address_short": "Gambir, Jakarta Pusat",
        "link": f"{PAGES}/lacak/{number}",
    }
    parcel = Told("JX7700120", now - DAY, status="in_transit", order=number, values=about)
    services.apply_shipments(told=[parcel], source=source, now=now)


def _subscription(source: str, now: datetime) -> None:
    about = {
        "plan": "Kopi bulanan, 3 bulan",
        "period_start": now - 62 * DAY,
        "period_end": now + 30 * DAY,
        "grace_end": now + 37 * DAY,
        "auto_renew": False,
        "link": f"{PAGES}/langganan/L-204",
    }
    running = Told("L-204", now - 62 * DAY, status="active", person=MADE, values=about)
    services.apply_subscriptions(told=[running], source=source, now=now)


def _invoice(source: str, now: datetime) -> None:
    about = {
        "number": "INV-2026-014",
        "amount": 4_500_000,
        "issued_at": now - 11 * DAY,
        "due_at": now + 3 * DAY,
        "link": f"{PAGES}/tagihan/INV-2026-014",
    }
    open_one = Told("INV-2026-014", now - 11 * DAY, status="open", person=YOSEF, values=about)
    services.apply_invoices(told=[open_one], source=source, now=now)


def _promise(source: str, now: datetime) -> None:
    """Ani said on the phone that she would come back to it today."""
    about = {"topic": "penggiling untuk kedai baru", "by_name": "Ani", "promised_at": now + HOUR}
    call = Told("C-31", now - 3 * DAY, status="call", person=YOSEF, values=about)
    services.apply_interactions(told=[call], source=source, now=now)
