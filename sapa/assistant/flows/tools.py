"""Reads of one customer's own affairs, each table asked at most once a turn; what was read is the turn's evidence.

Whose they are is fixed by whoever makes this, never by a message (assistant.md 4.2).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sapa.assistant.flows import rows
from sapa.assistant.flows.products import products_like
from sapa.assistant.flows.proving import order_of
from sapa.commerce.models import Invoice as InvoiceRow
from sapa.commerce.models import Order as OrderRow
from sapa.commerce.models import OrderLine, Payment, Return, Shipment, Subscription
from sapa.domain.dialogue.records import (
    Cited,
    Invoice,
    OpenTicket,
    Order,
    Parcel,
    Product,
)
from sapa.domain.dialogue.records import Payment as Paid
from sapa.domain.dialogue.records import Return as Coming
from sapa.domain.dialogue.records import Subscription as Plan
from sapa.inbox.models import Ticket

MOST_ORDERS = 20
MOST_EACH = 50
Found = TypeVar("Found")
Search = Callable[[str], Cited]


@dataclass(frozen=True, slots=True)
class Whose:
    """`members`: all records of the customer. `proven`: whether the channel says who they are; else only the order
    `order` that they proved, and nothing before.
    """

    members: Sequence[int]
    proven: bool
    order: str = ""


@dataclass(slots=True)
class Records:
    """The tools of one turn (`domain.dialogue.Tools`).

    `names`: tools in the order in which they were first asked; `read`: everything they returned.
    """

    whose: Whose
    search: Search
    now: datetime
    names: list[str] = field(default_factory=list)
    read: list[object] = field(default_factory=list)
    _kept: dict[str, Any] = field(default_factory=dict)

    def get_orders(self) -> Sequence[Order]:
        return self._told("get_orders", self._orders())

    def get_shipment(self, order: Order) -> Sequence[Parcel]:
        return self._told("get_shipment", self._of_order("shipment", order, self._shipments))

    def get_invoice(self, order: Order) -> Sequence[Invoice]:
        return self._told("get_invoice", self._of_order("invoice", order, self._invoices))

    def get_payment(self, order: Order) -> Sequence[Paid]:
        return self._told("get_payment", self._of_order("payment", order, self._payments))

    def get_returns(self) -> Sequence[Coming]:
        return self._told("get_returns", self._once("returns", self._returns))

    def get_subscription(self) -> Sequence[Plan]:
        return self._told("get_subscription", self._once("subscriptions", self._subscriptions))

    def get_tickets(self) -> Sequence[OpenTicket]:
        return self._told("get_tickets", self._once("tickets", self._tickets))

    def product_lookup(self, words: str) -> Sequence[Product]:
        found = self._once(f"products:{words}", partial(products_like, words, self.now))
        return self._told("product_lookup", found)

    def kb_search(self, question: str) -> Cited:
        cited = self._once(f"articles:{question}", lambda: self.search(question))
        self._told("kb_search", [cited])
        return cited

    def prove(self, number: str, handle: str) -> bool:
        """A second try with other words may prove another order: the tools then read that one."""
        order = order_of(number, handle)
        self._told("prove", ())
        if order is None:
            return False
        self.whose = Whose((order.contact_id,), proven=False, order=order.number)
        self._kept.clear()
        return True

    def _told(self, name: str, found: Sequence[Found]) -> Sequence[Found]:
        if name not in self.names:
            self.names.append(name)
        self.read.extend(one for one in found if one not in self.read)
        return found

    def _once(self, name: str, ask: Callable[[], Found]) -> Found:
        if name not in self._kept:
            self._kept[name] = ask()
        found: Found = self._kept[name]
        return found

    def _of_order(self, name: str, order: Order, ask: Callable[[], dict[int, list[Found]]]) -> list[Found]:
        return self._once(name, ask).get(order.id, [])

    def _orders(self) -> Sequence[Order]:
        return self._once("orders", self._ask_orders)

    def _ask_orders(self) -> list[Order]:
        if not (self.whose.proven or self.whose.order):
            return []
        theirs = OrderRow.objects.filter(contact_id__in=self.whose.members)
        if self.whose.order:
            theirs = theirs.filter(number=self.whose.order)
        found = list(theirs.order_by("-placed_at", "-pk")[:MOST_ORDERS])
        lines = _grouped(OrderLine.objects.filter(order__in=found).select_related("product").order_by("pk"))
        return [rows.order(one, lines[one.pk]) for one in found]

    def _shipments(self) -> dict[int, list[Parcel]]:
        return self._read(Shipment.objects.order_by("-status_at", "-pk"), rows.parcel)

    def _invoices(self) -> dict[int, list[Invoice]]:
        numbers = {one.id: one.number for one in self._orders()}
        return self._read(
            InvoiceRow.objects.order_by("-status_at", "-pk"),
            lambda row: rows.invoice(row, numbers.get(row.order_id or 0, "")),
        )

    def _payments(self) -> dict[int, list[Paid]]:
        numbers = {one.id: one.number for one in self._orders()}
        return self._read(
            Payment.objects.order_by("-status_at", "-pk"),
            lambda row: rows.payment(row, numbers.get(row.order_id or 0, "")),
        )

    def _returns(self) -> list[Coming]:
        numbers = {one.id: one.number for one in self._orders()}
        found = self._theirs(Return.objects.order_by("-status_at", "-pk"))
        return [rows.coming_back(row, numbers.get(row.order_id or 0, row.order_number)) for row in found]

    def _subscriptions(self) -> list[Plan]:
        if not self.whose.proven:
            return []
        theirs = Subscription.objects.filter(contact_id__in=self.whose.members)
        return [rows.plan(row) for row in theirs.order_by("-status_at", "-pk")[:MOST_ORDERS]]

    def _tickets(self) -> list[OpenTicket]:
        still = (Ticket.State.OPEN, Ticket.State.WAITING)
        found = self._theirs(Ticket.objects.filter(state__in=still).order_by("-opened_at", "-pk"))
        numbers = {one.id: one.number for one in self._orders()}
        return [rows.open_ticket(row, numbers.get(row.order_id or 0, "")) for row in found]

    def _theirs(self, found: Any) -> list[Any]:
        """Whoever proved one order sees what is of that order alone."""
        if self.whose.proven:
            return list(found.filter(contact_id__in=self.whose.members)[:MOST_ORDERS])
        ids = [one.id for one in self._orders()]
        return list(found.filter(order_id__in=ids)[:MOST_ORDERS]) if ids else []

    def _read(self, found: Any, told: Callable[[Any], Found]) -> dict[int, list[Found]]:
        ids = [one.id for one in self._orders()]
        if not ids:
            return {}
        grouped = _grouped(found.filter(order_id__in=ids)[: MOST_EACH * len(ids)])
        return {pk: [told(row) for row in some] for pk, some in grouped.items()}


def _grouped(found: Iterable[Any]) -> dict[int, list[Any]]:
    of_order: dict[int, list[Any]] = defaultdict(list)
    for row in found:
        of_order[row.order_id].append(row)
    return of_order


def ids_of(read: Collection[object]) -> dict[str, list[int]]:
    """What was read, by kind, for the trace."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in read:
        pk = getattr(one, "id", None)
        if isinstance(pk, int):
            found[type(one).__name__.lower()].append(pk)
    return dict(found)
