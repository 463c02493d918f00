"""How an order stands: payment, fulfilment and cancellation are three words of their own at Shopify."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.commerce.sources.generic.bodies import text_of
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import cut, is_cod, listed
from sapa.commerce.sources.shopify.parcels import LEFT, ships, status_of
from sapa.domain.csvorders.cells import plain_word
from sapa.events.schemas import Unreadable

WAS_PAID = frozenset({"paid", "partially refunded", "refunded"})
ENDED = {"refunded": "refunded", "voided": "failed", "expired": "expired"}
TAKES = frozenset({"sale", "capture"})
WAITS = frozenset({"pending", "partially paid", "unpaid"})
BY_HAND = re.compile(
    r"transfer|bank|manual|deposit|\b(?:cod|va|bca|bni|bri|bsi|mandiri)\b|money order", re.IGNORECASE
)
IMPORTED_AFTER = timedelta(days=1)
PAY_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """Columns of `OrderFacts`."""

    status: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    payment_deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One order's object. `at`: since when it is so."""

    order: Fields
    topic: str
    at: datetime

    def standing(self, *, company: bool) -> Standing:
        """Raises Unreadable: missing_date, bad_date, future_date."""
        placed_at = self._placed_at()
        shipped_at, delivered_at = self._shipped_at(), self._delivered_at()
        cancelled_at = self.order.past("cancelled_at") or self._ended_at()
        status = self._status(shipped_at, delivered_at)
        deadline = self._deadline(placed_at, company=company) if status == "awaiting_payment" else None
        paid_at = self._paid_at(placed_at, cancelled_at)
        return Standing(status, placed_at, paid_at, shipped_at, delivered_at, cancelled_at, deadline)

    @property
    def money(self) -> str:
        return plain_word(cut(self.order, "financial_status"))

    @property
    def gateways(self) -> str:
        """`cod`, else the names of the ways to pay."""
        inside = self.order.plain.get("payment_gateway_names")
        several = [text_of(one) for one in inside[:5]] if isinstance(inside, list) else []
        names = ", ".join(filter(None, several)) or cut(self.order, "gateway")
        return "cod" if is_cod(names.replace("_", " ")) else names[:40]

    def _status(self, shipped_at: datetime | None, delivered_at: datetime | None) -> str:
        if self.order.past("cancelled_at"):
            return "cancelled"
        if self.money in ENDED:
            return ENDED[self.money]
        if delivered_at or shipped_at:
            return "delivered" if delivered_at else "shipped"
        if self.money in WAS_PAID:
            return "paid"
        if self.money == "authorized":
            return "processing"  # the money is reserved: nothing is left to the customer
        return "awaiting_payment" if self.money in WAITS and self.gateways != "cod" else "placed"

    def _placed_at(self) -> datetime:
        """An order that was brought in from elsewhere keeps its own day in `processed_at`."""
        created, processed = self.order.past("created_at"), self.order.past("processed_at")
        found = processed if self._is_imported() else created or processed or self.order.past("updated_at")
        if found is None:
            raise Unreadable("missing_date")
        return found

    def _is_imported(self) -> bool:
        created, processed = self.order.past("created_at"), self.order.past("processed_at")
        return bool(created and processed and created - processed > IMPORTED_AFTER)

    def _paid_at(self, placed_at: datetime, cancelled_at: datetime | None) -> datetime | None:
        """What went through says when, else orders/paid; a gateway was paid with the order, a transfer by now."""
        if self.money not in WAS_PAID:
            return None
        if done := self._settled_at():
            return max(placed_at, done)
        if self.topic == "orders/paid" and not self._is_imported():
            return max(placed_at, self.at)
        if self.topic == "orders/create" or self._is_imported() or not BY_HAND.search(self.gateways):
            return placed_at
        parts = (one for name in ("fulfillments", "refunds") for one in listed(self.order, name))
        later = (one.past("created_at") for one in parts)
        return max(placed_at, min(filter(None, (self.at, cancelled_at, *later))))

    def _settled_at(self) -> datetime | None:
        """Of the last transaction, or of the last part that was agreed upon."""
        taken = (
            one
            for one in listed(self.order, "transactions")
            if cut(one, "kind").lower() in TAKES and cut(one, "status").lower() == "success"
        )
        times = [one.past("processed_at", "created_at") for one in taken] or [
            one.past("completed_at") for one in listed(self.order.inner("payment_terms"), "payment_schedules")
        ]
        return max(filter(None, times), default=None)

    def _ended_at(self) -> datetime | None:
        if self.money not in ENDED:
            return None
        refunds = [at for one in listed(self.order, "refunds") if (at := one.past("created_at"))]
        return max(refunds) if refunds and self.money == "refunded" else self.at

    def _sent(self) -> Sequence[Fields]:
        alive = (
            one for one in listed(self.order, "fulfillments") if status_of(one) not in (None, "cancelled")
        )
        return list(alive)

    def _fulfilled(self) -> str:
        return cut(self.order, "fulfillment_status").lower()

    def _shipped_at(self) -> datetime | None:
        """The order has left with its first parcel."""
        if not ships(self.order):
            return None
        left = [one for one in self._sent() if status_of(one) in LEFT]
        if not self._sent() and self._fulfilled() == "fulfilled":
            return self.order.past("closed_at") or self.at
        return min((one.past("created_at") or self.at for one in left), default=None)

    def _delivered_at(self) -> datetime | None:
        """With its last parcel; what needs no parcel arrives when it is fulfilled."""
        sent, all_of_it = self._sent(), self._fulfilled() == "fulfilled"
        if not (sent and all_of_it):
            return None
        if not ships(self.order):
            return max(one.past("created_at") or self.at for one in sent)
        if any(status_of(one) != "delivered" for one in sent if ships(one)):
            return None
        return max(one.past("updated_at", "created_at") or self.at for one in sent)

    def _deadline(self, placed_at: datetime, *, company: bool) -> datetime | None:
        """The day agreed upon, else a day; a company without one has the recipe's working days."""
        terms = self.order.inner("payment_terms")
        schedules = [one for one in listed(terms, "payment_schedules") if not one.instant("completed_at")]
        due = min((at for one in schedules if (at := one.instant("due_at"))), default=terms.instant("due_at"))
        return due or (None if company else placed_at + PAY_WITHIN)
