"""The shop floor: what happens to customers told to the real services, and the worker's loops turned by hand."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sapa.accounts.models import User, Workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_orders, apply_tickets
from sapa.contacts.models import Contact, LedgerEntry
from sapa.contacts.services import Person
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.phones import normalise
from sapa.events.services import NewEvent, record, run_handlers
from sapa.inbox.services import reply
from sapa.journeys.models import FollowUp
from sapa.journeys.services import advance_due, make, settle_due, switch
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.delivery import deliver_once
from sapa.messaging.models import Channel, Conversation, Message, Template
from sapa.messaging.services import create_channel, receive
from sapa.web.errors import Refused
from tests.domain.policy.auditing import Books, Entry, Wish
from tests.rooms.messaging.bodies import NUMBER, body, text_message
from tests.rooms.messaging.delivery import Wire

SOURCE = "test"
SHOP_OWN = """
id: {id}
name: {id}
about: {id}
goal: relation
audience: customer
class: {klass}
category: {category}
priority: {priority}
channels: [whatsapp]
trigger: {{on: [{trigger}], subject: contact}}
reentry: after 1d
exits: [{exits}]
steps:
  - id: pesan
    name: Pesan
    due: trigger
    expires: [trigger + 15d]
    text: >-
      Halo {{{{ panggilan }}}}, kami dari {{{{ toko }}}} ingin menyapa dan berbagi kabar singkat hari ini.
      Kalau ada yang ingin ditanyakan, balas saja pesan ini. Balas BERHENTI bila tidak ingin dikirimi lagi.
"""
OWN = (
    SHOP_OWN.format(
        id="kabar", klass="care", category="utility", priority=45, trigger="interaction.first", exits="cancelled"
    ),
    SHOP_OWN.format(
        id="kampanye", klass="promo", category="marketing", priority=90, trigger="agent.followed_up",
        exits="order_placed",
    ),
)  # fmt: skip
LIBRARY = ("checkout_belum_bayar", "konfirmasi_pesanan", "kabar_pengiriman", "cek_setelah_tiba")
WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
PEOPLE = {
    "dewi": ({"province": "DKI Jakarta", "country": "ID"}, (WIB,)),
    "made": ({"province": "Bali", "country": "ID"}, (WITA,)),
    "mobile": ({}, (WIB, WITA, WIT)),
    "company": ({"province": "Papua", "country": "ID", "segment": "b2b", "company": "CV Maju"}, (WIT,)),
}
STOP = {
    "promo": "stop promo",
    "follow_up": "BERHENTI",
    "all": "jangan hubungi saya lagi sama sekali",
}


@dataclass
class Customer:
    """Books that the test keeps by itself; what was sent is read from the ledger."""

    phone: str
    facts: dict[str, str]
    books: Books
    orders: dict[str, datetime] = field(default_factory=dict)
    tickets: list[str] = field(default_factory=list)
    contact_id: int = 0


@dataclass
class Floor:
    shop: Workspace
    now: datetime
    budi: User
    channel: Channel
    wire: Wire = field(default_factory=Wire)
    people: list[Customer] = field(default_factory=list)
    count: int = 0

    @classmethod
    def open(cls, shop: Workspace, now: datetime) -> "Floor":
        with workspace_scope(shop.id):
            channel = create_channel(
                name="Toko Sari", external_id=NUMBER, token="t", app_secret="s", now=now, account_id="1"
            )
            for recipe in LIBRARY:
                switch(recipe=recipe, mode="live", settings={}, now=now)
            for text in OWN:
                made = make(definition=parse_definition(text), origin="kontak_pertama", settings={}, now=now)
                switch(recipe=made.recipe, mode="live", settings={}, now=now)
            Template.objects.update(status="APPROVED")
            return cls(shop, now, User.objects.get(), channel)

    def next(self) -> int:
        """A number for what happens now; no two things happen at once, the auditor goes by the time."""
        self.count += 1
        self.now += timedelta(seconds=1)
        return self.count

    # --- what happens
    def meet(self, kind: str) -> Customer:
        facts, zones = PEOPLE[kind]
        segment = facts.get("segment", "b2c")
        who = Customer(f"+62813{self.next():07}", facts, Books(zones, segment))
        self.people.append(who)
        self.place_order(who)
        with workspace_scope(self.shop.id):
            who.contact_id = Contact.objects.get(phone=who.phone).pk
        return who

    def place_order(self, who: Customer) -> None:
        number = f"P{self.next()}"
        who.orders[number] = self.now
        self._order(who, number, status="awaiting_payment", placed_at=self.now)

    def pay(self, who: Customer, number: str, ago: timedelta = timedelta()) -> None:
        """`ago`: the shop tells it late."""
        self.next()
        paid_at = max(self.now - ago, who.orders[number] + timedelta(seconds=1))
        self._order(who, number, status="paid", paid_at=paid_at)
        who.books.told.append(("paid", paid_at, self.now, self._order_id(number)))

    def ship(self, who: Customer, number: str) -> None:
        self.next()
        self._order(who, number, status="shipped", shipped_at=self.now)

    def arrive(self, who: Customer, number: str) -> None:
        self.next()
        self._order(who, number, status="delivered", delivered_at=self.now)

    def _order(self, who: Customer, number: str, **more: object) -> None:
        values = {"placed_at": self.now, "number": number, "phone": who.phone, "name": "Dewi Anggraini"}
        values |= {"goods": "kemeja", "total": Money(150_000), "promo_consent": "granted"} | who.facts | more
        with workspace_scope(self.shop.id):
            apply_orders(
                facts=[OrderFacts(external_id=number, **values)],  # type: ignore[arg-type]
                source=SOURCE,
                now=self.now,
            )

    def _order_id(self, number: str) -> int:
        with workspace_scope(self.shop.id):
            return Order.objects.get(number=number).pk

    def happen(self, who: Customer, name: str) -> None:
        key = f"test:{self.next()}"
        with workspace_scope(self.shop.id):
            record(
                events=[NewEvent(name=name, key=key, at=self.now, contact_id=who.contact_id)], now=self.now
            )

    def hear(self, who: Customer, words: str = "Halo, mau tanya") -> None:
        said = text_message(f"wamid.in{self.next()}", words, self.now, who.phone)
        with workspace_scope(self.shop.id):
            parsed = parse(body(messages=[said]))
            receive(channel=Channel.objects.get(), parsed=parsed, now=self.now)
        run_handlers(now=self.now)

    def opt_out(self, who: Customer, scope: str) -> None:
        """The wish is in force when its message has been handled."""
        self.hear(who, STOP[scope])
        who.books.wishes.append(Wish(scope, self.now))

    def opt_in(self, who: Customer) -> None:
        self.hear(who, "MULAI")
        for wish in who.books.wishes:
            wish.ended = wish.ended or self.now

    def complain(self, who: Customer) -> None:
        number = f"T{self.next()}"
        who.tickets.append(number)
        who.books.tickets.append([self.now, None])
        self._ticket(who, number, "opened")

    def resolve(self, who: Customer) -> None:
        self.next()
        for number, ticket in zip(who.tickets, who.books.tickets, strict=True):
            if ticket[1] is None:
                ticket[1] = self.now
                self._ticket(who, number, "resolved")

    def _ticket(self, who: Customer, number: str, status: str) -> None:
        person = Person(phone=normalise(who.phone, ""))
        told = Told(number, self.now, status=status, person=person, values={"kind": "complaint"})
        with workspace_scope(self.shop.id):
            apply_tickets(told=[told], source=SOURCE, now=self.now)

    def answer(self, who: Customer) -> bool:
        """An agent writes, as far as the composer lets them."""
        number = self.next()
        with workspace_scope(self.shop.id):
            talk = Conversation.objects.filter(contact_id=who.contact_id).order_by("-id").first()
            if talk is None:
                return False
            try:
                reply(
                    conversation=talk, text="Baik Kak, kami bantu cek dulu ya.", author=self.budi,
                    client_id=str(number), now=self.now,
                )  # fmt: skip
            except Refused:
                return False
        return True

    # --- the worker's loops
    def settle(self) -> None:
        self.next()
        while run_handlers(now=self.now):
            pass
        advance_due(now=self.now)
        while settle_due(now=self.now):
            pass

    def deliver(self) -> None:
        self.next()
        deliver_once(now=self.now, transport=self.wire)

    # --- what the auditor sees
    def audited(self, who: Customer) -> Books:
        """The books of one customer with every contact that the ledger has of them."""
        with workspace_scope(self.shop.id):
            facts = list(LedgerEntry.objects.filter(contact_id=who.contact_id).order_by("at", "id"))
            letters = Message.objects.in_bulk([fact.message_id for fact in facts if fact.message_id])
            plans = FollowUp.objects.in_bulk([m.follow_up_id for m in letters.values() if m.follow_up_id])
        who.books.entries = [
            entry_of(fact, plans.get(letters[fact.message_id].follow_up_id) if fact.message_id else None)
            for fact in facts
            if fact.fact in ("received", "sent")
        ]
        return who.books


def entry_of(fact: LedgerEntry, plan: FollowUp | None) -> Entry:
    direction = "in" if fact.fact == "received" else "out"
    if plan is None:
        return Entry(fact.at, direction, fact.klass, fact.kind)
    return Entry(
        fact.at, direction, fact.klass, fact.kind, plan.created_at, plan.due_at, plan.expires_at,
        plan.order_id, tuple(plan.exits),
    )  # fmt: skip
