"""Orders, parcels, invoices, payments, plans and products of a fixture."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sapa.commerce import services
from sapa.commerce.models import Order, Product, Subscription
from sapa.commerce.schemas import Basket, Item, Told
from sapa.contacts.models import Contact
from sapa.contacts.services import Person
from sapa.domain.csvorders import cells
from sapa.domain.formats import exponent
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.phones import normalise
from sapa.domain.subjects import SHIPMENT_STATUSES
from sapa.lab.converse.fixture import Fixture, FixtureError, Part, amount_of, text_of

PAID = ("paid", "processing", "shipped", "delivered", "completed")
PLANS = {
    **dict.fromkeys(("active", "aktif", "trial", "paused", "renewing", "past due", "on hold"), "active"),
    **dict.fromkeys(("grace", "masa tenggang"), "grace"),
    **dict.fromkeys(("cancelled", "canceled", "batal", "dibatalkan", "stopped"), "cancelled"),
    **dict.fromkeys(("ended", "expired", "berakhir", "habis", "inactive"), "ended"),
}
ALSO = {
    **dict.fromkeys(("out for delivery", "picked up", "courier pickup"), "shipped"),
    **dict.fromkeys(
        ("preparing", "ready", "confirmed", "preorder", "pre order", "in production"), "processing"
    ),
    **dict.fromkeys(("returned", "return requested", "arrived"), "delivered"),
    **dict.fromkeys(("waiting payment", "menunggu bayar"), "awaiting_payment"),
}
RETURNS = ("requested", "approved", "rejected", "received", "refunded", "replaced")
TIMES = ("paid_at", "shipped_at", "delivered_at", "cancelled_at", "payment_due")
LINKS = {
    "order": ("order_link", "link", "url"),
    "pay": ("pay_link", "payment_link"),
    "track": ("track_link",),
}


def keep_goods(fixture: Fixture, customers: Mapping[str, int], source: str) -> dict[str, str]:
    """Status of orders and plans as they are kept, by the file's id. Raises FixtureError."""
    _keep_products(fixture, source)
    keep_orders(fixture, fixture.orders, customers, source, fixture.now)
    _keep_plans(fixture, customers, source)
    services.apply_returns(told=[*_returns(fixture)], source=source, now=fixture.now)
    return statuses()


def statuses() -> dict[str, str]:
    """Of all orders and plans now, by number."""
    orders = Order.objects.values_list("external_id", "status")
    return dict(orders) | dict(Subscription.objects.values_list("external_id", "status"))


def keep_orders(
    fixture: Fixture, orders: Sequence[Part], customers: Mapping[str, int], source: str, now: datetime
) -> None:
    """Also what became of orders that are known."""
    facts = [_facts(fixture, one, customers, now) for one in orders]
    services.apply_orders(facts=facts, source=source, now=now)
    baskets = [Basket(one["id"], list(_items(one)), now) for one in orders if one.get("items")]
    services.apply_baskets(told=baskets, source=source, now=now)
    services.apply_payments(told=[*_payments(fixture, orders)], source=source, now=now)
    services.apply_shipments(told=[*_parcels(fixture, orders, now)], source=source, now=now)
    services.apply_invoices(told=[*_invoices(fixture, orders, now)], source=source, now=now)


def refresh_stock(now: datetime) -> None:
    """The shop's word on its shelves is of this morning, whenever a conversation takes place."""
    Product.objects.exclude(stock=None).update(stock_said_at=now)


def status_of(part: Part) -> str:
    """Ours for the file's word; unknown where it is none of them."""
    told = cells.plain_word(text_of(part, "status"))
    return cells.STATUS_WORDS.get(told) or ALSO.get(told, "unknown")


def _facts(fixture: Fixture, one: Part, customers: Mapping[str, int], now: datetime) -> OrderFacts:
    """When it was placed is the earliest time that the file tells of it."""
    told, parcel = status_of(one), _parcel_of(one)
    times = {name: fixture.instant(one.get(name) or parcel.get(name)) for name in TIMES}
    known = sorted(at for at in times.values() if at)
    placed_at = fixture.instant(text_of(one, "placed_at", "created_at", "ordered_at", "date"))
    over = fixture.instant(one.get("refunded_at")) if told == "refunded" else None
    person = Contact.objects.get(pk=_owner(one, customers))
    currency = text_of(one, "currency") or "IDR"
    return OrderFacts(
        external_id=one["id"],
        number=text_of(one, "number") or one["id"],
        placed_at=placed_at or min([*known[:1], now]),
        status=told,
        customer_id=text_of(one, "customer", "customer_id"),
        phone=person.phone,
        email=person.email,
        paid_at=times["paid_at"],
        shipped_at=times["shipped_at"],
        delivered_at=times["delivered_at"],
        cancelled_at=times["cancelled_at"] or over,
        eta=fixture.instant(one.get("eta") or parcel.get("eta")),
        payment_deadline=fixture.instant(text_of(one, "payment_due", "payment_deadline", "due_at")),
        quantity=sum(item.quantity for item in _items(one)) or 1,
        goods=", ".join(f"{item.quantity} {item.name}" for item in _items(one))[:300],
        total=Money(_minor(one.get("total"), currency), currency),
        shipping=Money(_minor(one.get("shipping_fee"), currency), currency),
        payment_type=text_of(one, "payment_method")[:40],
        links={name: link for name, keys in LINKS.items() if (link := text_of(one, *keys))},
    )


def _owner(one: Part, customers: Mapping[str, int]) -> int:
    try:
        return customers[text_of(one, "customer", "customer_id")]
    except KeyError:
        raise FixtureError(
            f"{one['id']}: there is no customer {text_of(one, 'customer', 'customer_id')!r}"
        ) from None


def _minor(value: object, currency: str) -> int:
    units: int = 10 ** exponent(currency)
    return amount_of(value) * units


def _items(one: Part) -> Iterator[Item]:
    for item in one.get("items") or ():
        if isinstance(item, str):
            yield Item(item, item)
            continue
        name = text_of(item, "name", "product", "sku")
        yield Item(
            text_of(item, "sku") or name, name, amount_of(item.get("qty") or item.get("quantity")) or 1
        )


def _parcel_of(one: Part) -> Part:
    found = one.get("shipment")
    return found if isinstance(found, dict) else {}


def _parcels(fixture: Fixture, orders: Sequence[Part], now: datetime) -> Iterator[Told]:
    for one in orders:
        if not (parcel := _parcel_of(one)):
            continue
        arrived, left = fixture.instant(parcel.get("delivered_at")), fixture.instant(parcel.get("shipped_at"))
        at = fixture.instant(parcel.get("last_event_at")) or arrived or left or now
        usual = "delivered" if arrived else "in_transit" if left else "confirmed"
        told = cells.plain_word(text_of(parcel, "status")).replace(" ", "_")
        values = {
            "courier": text_of(parcel, "courier")[:80],
            "tracking_number": text_of(parcel, "awb", "tracking_number", "tracking_no", "resi")[:80],
            "shipped_at": left,
            "delivered_at": arrived,
            "eta": fixture.instant(parcel.get("eta")),
            "reason": text_of(parcel, "last_event")[:200],
            "link": text_of(parcel, "link", "track_link", "tracking_url"),
        }
        status = told if told in SHIPMENT_STATUSES else usual
        yield Told(f"parcel-{one['id']}", at, status=status, order=one["id"], values=_said(values))


def _invoices(fixture: Fixture, orders: Sequence[Part], now: datetime) -> Iterator[Told]:
    for one in orders:
        number = text_of(one, "invoice_no", "invoice_number")
        if not number:
            continue
        paid_at, told = fixture.instant(one.get("paid_at")), status_of(one)
        over = told in ("cancelled", "expired", "failed")
        issued = fixture.instant(one.get("invoice_issued_at")) or paid_at or now
        values = {
            "number": number,
            "amount": _minor(one.get("total"), text_of(one, "currency") or "IDR"),
            "currency": text_of(one, "currency") or "IDR",
            "issued_at": issued,
            "due_at": fixture.instant(one.get("payment_due")),
            "paid_at": paid_at,
            "link": text_of(one, "invoice_link", "invoice_url"),
        }
        status = "paid" if paid_at else "cancelled" if over else "open"
        yield Told(number, issued, status=status, order=one["id"], values=_said(values))


def _payments(fixture: Fixture, orders: Sequence[Part]) -> Iterator[Told]:
    """Those that the file lists; where it lists none of an order, what the order itself tells of its money."""
    listed = {str(one.get("order") or one.get("order_id")): one for one in fixture.payments}
    for one in orders:
        if one["id"] not in listed:
            yield from _money_of(fixture, one)
    wanted = {one["id"] for one in orders}
    for one in fixture.payments:
        order = str(one.get("order") or one.get("order_id"))
        if order in wanted:
            yield from _money_of(fixture, {**one, "total": one.get("amount")}, order=order)


def _money_of(fixture: Fixture, one: Part, order: str = "") -> Iterator[Told]:
    number, currency = f"pay-{one['id']}", text_of(one, "currency") or "IDR"
    paid_at, back_at = fixture.instant(one.get("paid_at")), fixture.instant(one.get("refunded_at"))
    reference = text_of(one, "va_number", "reference", "payment_reference")
    values = {
        "amount": _minor(one.get("total"), currency),
        "currency": currency,
        "method": text_of(one, "payment_method", "method")[:40],
        "reference": reference[:80],
    }
    about = order or one["id"]
    if paid_at:
        yield Told(number, paid_at, status="paid", values=_said({**values, "paid_at": paid_at}), order=about)
    elif reference:
        expires = {"expires_at": fixture.instant(one.get("payment_due") or one.get("expires_at"))}
        yield Told(number, fixture.now, status="pending", values=_said({**values, **expires}), order=about)
    if back_at:
        given = amount_of(one.get("refund_amount")) or amount_of(one.get("total"))
        back = {"amount": _minor(given, currency), "currency": currency}
        yield Told(number, back_at, status="refunded", values=back, order=about)


def _returns(fixture: Fixture) -> Iterator[Told]:
    for one in fixture.returns:
        order, told = text_of(one, "order", "order_id"), text_of(one, "status").casefold()
        if not any(known["id"] == order for known in fixture.orders):
            raise FixtureError(f"{one['id']}: there is no order {order!r}")
        at = fixture.instant(text_of(one, "status_at", "updated_at", "requested_at")) or fixture.now
        values = {
            "number": one["id"],
            "step": text_of(one, "step", "next_step")[:200],
            "expected_at": fixture.instant(one.get("expected_at")),
            "reason": text_of(one, "reason")[:300],
        }
        status = told if told in RETURNS else "requested"
        yield Told(one["id"], at, status=status, order=order, values=_said(values))


def _keep_products(fixture: Fixture, source: str) -> None:
    told = [_product(one, fixture.now) for one in fixture.products]
    services.apply_products(told=told, source=source, now=fixture.now)


def _product(one: Part, now: datetime) -> Told:
    currency = text_of(one, "currency") or "IDR"
    stock = one.get("stock")
    values: dict[str, Any] = {
        "name": text_of(one, "name") or one["id"],
        "amount": _minor(one.get("price"), currency),
        "currency": currency,
        "link": text_of(one, "link", "url"),
        "guide_url": text_of(one, "guide_url"),
        "warranty_days": one.get("warranty_days"),
    }
    kept = _said(values)
    return Told(one["id"], now, values=kept if stock is None else {**kept, "stock": max(amount_of(stock), 0)})


def _keep_plans(fixture: Fixture, customers: Mapping[str, int], source: str) -> None:
    told = [_plan(fixture, one, customers, source) for one in fixture.subscriptions]
    services.apply_subscriptions(told=told, source=source, now=fixture.now)


def _plan(fixture: Fixture, one: Part, customers: Mapping[str, int], source: str) -> Told:
    person = Contact.objects.get(pk=_owner(one, customers))
    currency = text_of(one, "currency") or "IDR"
    values = {
        "plan": text_of(one, "plan", "name")[:120],
        "period_start": fixture.instant(text_of(one, "period_start", "started_at")),
        "period_end": fixture.instant(text_of(one, "renews_at", "ends_at", "expires_at", "period_end")),
        "auto_renew": bool(one.get("auto_renew")),
        "amount": _minor(one.get("price"), currency) or None,
        "currency": currency,
        "link": text_of(one, "link", "renew_link", "pay_link"),
    }
    status = PLANS.get(cells.plain_word(text_of(one, "status")), "active")
    owner = Person(
        phone=normalise(person.phone) if person.phone else None,
        external=(source, text_of(one, "customer", "customer_id")),
    )
    return Told(one["id"], fixture.now, status=status, person=owner, values=_said(values))


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}
