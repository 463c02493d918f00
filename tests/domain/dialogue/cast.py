"""Toko Sari and its customers, as the assistant's tools tell of them; plain data, no database.

Dewi: a kebaya on its way, and one delivered. Made: a cloth that is not paid, one paid and not shipped, a plan.
Yosef: nothing. Rini: a dear order, delivered. Wayan: two parcels on their way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sapa.domain.dialogue.records import (
    Cited,
    Invoice,
    Item,
    OpenTicket,
    Order,
    Parcel,
    Payment,
    Product,
    Return,
    Subscription,
)
from sapa.domain.dialogue.types import Business, Customer, Move, Said, Talk, Turn
from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.types import Understood
from sapa.domain.understanding.understand import understand

NOW = datetime(2026, 9, 15, 7, 5, tzinfo=UTC)  # Tuesday, 14.05 WIB
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SHOP = Business(
    name="Toko Sari",
    zone="Asia/Jakarta",
    hours={"id": "Senin-Sabtu 09.00-17.00 WIB", "en": "Monday to Saturday 09:00-17:00 WIB"},
    answers_within=timedelta(minutes=15),
    phone="+62 812-0000-0001",
    place="Jalan Melati 5, Bandung",
)
CLOSED_SHOP = replace(SHOP, opens_at=datetime(2026, 9, 16, 2, 0, tzinfo=UTC))  # Wednesday, 09.00 WIB


@dataclass
class Shelf:
    """The tools of one customer, from lists. `used`: the names of those that were called, in order."""

    orders: list[Order] = field(default_factory=list)
    parcels: Mapping[str, Sequence[Parcel]] = field(default_factory=dict)
    invoices: Mapping[str, Sequence[Invoice]] = field(default_factory=dict)
    payments: Mapping[str, Sequence[Payment]] = field(default_factory=dict)
    returns: Sequence[Return] = ()
    subscriptions: list[Subscription] = field(default_factory=list)
    tickets: Sequence[OpenTicket] = ()
    products: Sequence[Product] = ()
    articles: Mapping[str, Cited] = field(default_factory=dict)
    owned_by: Mapping[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    def get_orders(self) -> Sequence[Order]:
        self.used.append("get_orders")
        return tuple(self.orders)

    def get_shipment(self, order: Order) -> Sequence[Parcel]:
        self.used.append("get_shipment")
        return self.parcels.get(order.number, ())

    def get_invoice(self, order: Order) -> Sequence[Invoice]:
        self.used.append("get_invoice")
        return self.invoices.get(order.number, ())

    def get_payment(self, order: Order) -> Sequence[Payment]:
        self.used.append("get_payment")
        return self.payments.get(order.number, ())

    def get_returns(self) -> Sequence[Return]:
        self.used.append("get_returns")
        return self.returns

    def get_subscription(self) -> Sequence[Subscription]:
        self.used.append("get_subscription")
        return tuple(self.subscriptions)

    def get_tickets(self) -> Sequence[OpenTicket]:
        self.used.append("get_tickets")
        return self.tickets

    def product_lookup(self, words: str) -> Sequence[Product]:
        self.used.append("product_lookup")
        wanted = set(words.casefold().split())
        return [one for one in self.products if wanted & set(one.name.casefold().split())][:5]

    def kb_search(self, question: str) -> Cited:
        """The article one of whose words stands in the question."""
        self.used.append("kb_search")
        said = question.casefold()
        return next((cited for word, cited in self.articles.items() if word in said), Cited(None))

    def prove(self, number: str, handle: str) -> bool:
        self.used.append("prove")
        return self.owned_by.get(number.casefold()) == handle.casefold()


ARTICLES = {
    "tukar": Cited("Ukuran bisa ditukar dalam 5 hari setelah barang diterima.", ("KB-TUKAR",), 0.9, "Tukar"),
    "cuci": Cited("Batik dicuci dengan tangan memakai air dingin.", ("KB-CUCI",), 0.9, "Perawatan"),
    "bayar": Cited("Pembayaran lewat QRIS, transfer BCA, dan COD.", ("KB-BAYAR",), 0.9, "Pembayaran"),
    "garansi": Cited("Jahitan bergaransi 30 hari.", ("KB-GARANSI",), 0.9, "Garansi"),
}
PRODUCTS = (
    Product(1, "Kebaya Kutubaru", "KBY", 350_000, stock=4),
    Product(2, "Kain Parang", "PRG", 185_000, stock=0),
    Product(3, "Selendang Sutra", "SLD", 240_000, stock=9),
)
KEBAYA = Order(
    1041,
    "SARI-1041",
    "shipped",
    NOW - 3 * DAY,
    "Kebaya Kutubaru",
    (Item("Kebaya Kutubaru", 1, 350_000, "KBY"),),
    372_000,
    22_000,
    paid_at=NOW - 3 * DAY,
    shipped_at=NOW - 2 * DAY,
    eta=NOW + DAY,
)
SCARF = Order(
    1030,
    "SARI-1030",
    "delivered",
    NOW - 9 * DAY,
    "Selendang Sutra",
    (Item("Selendang Sutra", 1, 240_000, "SLD"),),
    255_000,
    15_000,
    paid_at=NOW - 9 * DAY,
    shipped_at=NOW - 8 * DAY,
    delivered_at=NOW - 5 * DAY,
)
CLOTH = Order(
    1050,
    "SARI-1050",
    "awaiting_payment",
    NOW - 4 * HOUR,
    "Kain Parang",
    (Item("Kain Parang", 2, 185_000, "PRG"),),
    390_000,
    20_000,
    payment_deadline=NOW + 20 * HOUR,
    payment_method="transfer BCA",
    pay_link="https://toko-sari.example/pay/1050",
)
PAID_SCARF = replace(
    SCARF, id=1051, number="SARI-1051", status="paid", placed_at=NOW - DAY, shipped_at=None, delivered_at=None
)
DEAR = replace(
    SCARF,
    id=1060,
    number="SARI-1060",
    goods="Mesin Jahit Besar",
    items=(Item("Mesin Jahit Besar", 1, 6_500_000),),
    amount=6_650_000,
)
PARCEL = Parcel(
    1,
    "JNE",
    "JNE0077001041",
    "in_transit",
    shipped_at=NOW - 2 * DAY,
    eta=NOW + DAY,
    last_event="Tiba di Denpasar",
    last_event_at=NOW - 3 * HOUR,
)
PLAN = Subscription(31, "SUB-31", "Batik Bulanan", "active", NOW + 10 * DAY, auto_renew=True, amount=95_000)


def dewi() -> Shelf:
    return Shelf(
        orders=[KEBAYA, SCARF],
        parcels={"SARI-1041": (PARCEL,), "SARI-1030": (replace(PARCEL, id=2, status="delivered"),)},
        invoices={"SARI-1041": (Invoice(1, "INV/1041", "SARI-1041", 372_000, status="paid"),)},
        articles=ARTICLES,
        products=PRODUCTS,
    )


def made() -> Shelf:
    return Shelf(
        orders=[CLOTH, PAID_SCARF],
        payments={"SARI-1050": (Payment(1, "SARI-1050", "pending", 390_000, method="transfer BCA"),)},
        subscriptions=[PLAN],
        articles=ARTICLES,
        products=PRODUCTS,
    )


def yosef() -> Shelf:
    return Shelf(articles=ARTICLES, products=PRODUCTS)


def rini() -> Shelf:
    return Shelf(orders=[DEAR], articles=ARTICLES, products=PRODUCTS)


def wayan() -> Shelf:
    second = replace(
        KEBAYA,
        id=1042,
        number="SARI-1042",
        goods="Kain Parang",
        items=(Item("Kain Parang", 1, 185_000),),
        amount=205_000,
    )
    return Shelf(
        orders=[KEBAYA, second],
        parcels={
            "SARI-1041": (PARCEL,),
            "SARI-1042": (replace(PARCEL, id=3, tracking_number="JNE0077001042"),),
        },
        articles=ARTICLES,
    )


def stranger() -> Shelf:
    """Nobody's: Dewi's kebaya opens with her e-mail."""
    return replace(dewi(), owned_by={"sari-1041": "dewi@example.com"})


def meaning(intent: str, confidence: float = 0.9, **slots: object) -> Understood:
    """What a message was understood as, where the words do not matter."""
    return Understood(intent, (intent,), slots, "answer", False, None, confidence, ())


def turn(
    said: str | Said,
    shelf: Shelf | None = None,
    *,
    talk: Talk | None = None,
    business: Business = SHOP,
    customer: Customer | None = None,
    now: datetime = NOW,
) -> Turn:
    """One turn of Dewi's, understood by the shipped model unless `said` tells otherwise."""
    heard = said if isinstance(said, Said) else hearing(said)
    return Turn(
        heard,
        talk or Talk(disclosed=True),
        customer or Customer("Kak Dewi", proven=True, name="Dewi Anggraini"),
        business,
        shelf or dewi(),
        now,
    )


def hearing(text: str, context: str | None = None, attachment: str = "", message_id: int = 1) -> Said:
    return Said(text, understand(text, context, model=shipped()), message_id, attachment, context)


class Chat:
    """A whole conversation: what is remembered stays, and what was done changes the shelf."""

    def __init__(
        self,
        shelf: Shelf | None = None,
        *,
        business: Business = SHOP,
        customer: Customer | None = None,
        channel: str = "whatsapp",
        disclosed: bool = True,
    ) -> None:
        self.shelf = shelf or dewi()
        self.business, self.channel = business, channel
        self.customer = customer or Customer("Kak Dewi", proven=True, name="Dewi Anggraini")
        self.talk, self.now, self.place = Talk(disclosed=disclosed), NOW, 0
        self.moves: list[Move] = []

    def says(
        self,
        text: str,
        *,
        context: str | None = None,
        attachment: str = "",
        after: timedelta = timedelta(seconds=30),
        meant: Understood | None = None,
    ) -> Move:
        """The assistant's move on one message; `meant`: in place of what the model makes of it."""
        from sapa.domain.dialogue.deciding import decide

        self.place += 1
        self.now += after
        said = replace(hearing(text, context, attachment, self.place), channel=self.channel)
        said = replace(said, understood=meant) if meant else said
        move = decide(Turn(said, self.talk, self._customer(), self.business, self.shelf, self.now))
        self.talk = move.talk
        self.moves.append(move)
        if move.act and move.act.action == "cancel_order":
            self.shelf.orders = [
                replace(one, status="cancelled") if one.id == move.act.target_id else one
                for one in self.shelf.orders
            ]
        return move

    def _customer(self) -> Customer:
        return replace(self.customer, proven=self.customer.proven or bool(self.talk.proven_order))
