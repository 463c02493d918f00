"""What sources say beside orders: one shape for all of it, however the sender writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from sapa.contacts.services import Person
from sapa.domain.csvorders import cells
from sapa.domain.orders import OrderFacts
from sapa.events.models import RawDelivery
from sapa.events.schemas import Unreadable

CLOCK_SLACK = timedelta(minutes=15)
MARKETPLACES = frozenset({"tiktokshop", "shopee"})  # kinds that call an order paid when it may be sent
OWN = "sapa"  # source of what people decide here
API = "api"  # source of what programs tell over the API
COURIERS = frozenset({"biteship"})  # kinds that tell of the parcels of other senders


@dataclass(frozen=True, slots=True)
class Moment:
    """When a body came in and how its times are read. `slack`: how far a sender's clock may run ahead."""

    zone: ZoneInfo
    received_at: datetime
    slack: timedelta

    def instant(self, text: str) -> datetime | None:
        try:
            return cells.instant(text, self.zone)
        except cells.CellError as error:
            raise Unreadable(str(error)) from None

    def said_at(self, text: str) -> datetime | None:
        """When the sender says it spoke; never later than it was heard."""
        at = self.instant(text)
        return at and min(at, self.received_at)

    def past(self, text: str) -> datetime | None:
        """Of something that has happened: a clock a little ahead is forgiven, a real future refused."""
        at = self.instant(text)
        if at and at - self.received_at > self.slack:
            raise Unreadable("future_date")
        return at and min(at, self.received_at)


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says about one object, under its own number `external_id`.

    `at`: since when it is so; `dated`: the source named that time itself, else it is when the news came in
    and takes no status back. `order`: the order's number at the same source. `values`: columns of the row;
    what is left out, or blank, says nothing.
    """

    external_id: str
    at: datetime
    dated: bool = True
    status: str = ""
    order: str = ""
    person: Person | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class Item(NamedTuple):
    """One product of an order; `sku` falls back to the name."""

    sku: str
    name: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Basket:
    """What one statement says is in an order; it replaces what was said before."""

    order: str
    items: Sequence[Item]
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderTold:
    """One statement about one order. `said_at`: since when it is so, where the source says it.

    `partial`: it names only what changed, as marketplaces do; its `placed_at` and customer count for an order
    that nobody has told before. `stands`: its status is how the order stands at the shop, which of two dated words
    that it goes on and that it is over believes the later one.
    """

    facts: OrderFacts
    said_at: datetime | None = None
    partial: bool = False
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What one delivery says, by itself. `subjects`: (kind, statement), such as ("payment", …).

    `ignored`: the code of why there is nothing in it.
    """

    orders: Sequence[OrderTold] = ()
    subjects: Sequence[tuple[str, Told]] = ()
    baskets: Sequence[Basket] = ()
    ignored: str = ""


Parse: TypeAlias = Callable[[bytes, Mapping[str, str], Moment], Heard]
"""(body, headers by lower-case name, when and where it was received); pure. Raises only Unreadable."""

Check: TypeAlias = Callable[[int, Sequence[RawDelivery], Sequence[Heard], datetime], Sequence[Heard]]
"""(endpoint, its deliveries, what each says, now) → what of it may be acted upon.

Inside the scope of the workspace. Raises Unreadable for what is not for us, TooEarly for what is not sure yet.
"""
