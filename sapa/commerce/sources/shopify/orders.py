"""An order with its goods, its parcels and its refunds."""

from dataclasses import fields as columns
from datetime import datetime

from sapa.commerce.schemas import Heard, Item, OrderTold, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import (
    NAME,
    basket,
    count_of,
    currency_of,
    cut,
    in_words,
    items_of,
    listed,
    money,
    pieces_of,
    web_link,
)
from sapa.commerce.sources.shopify.calls import Call
from sapa.commerce.sources.shopify.parcels import parcels
from sapa.commerce.sources.shopify.people import order_consent, who
from sapa.commerce.sources.shopify.refunds import refunds
from sapa.commerce.sources.shopify.standing import Reading, Standing
from sapa.domain.orders import Money, OrderFacts

BEGINS_WITH = frozenset({"orders/create", "orders/paid"})
NOT_PAID = frozenset({"placed", "awaiting_payment"})


def heard(call: Call) -> Heard:
    """orders/*. Ignored: test_body. Raises Unreadable with the codes of the generic source."""
    if call.fields.plain.get("test") is True:
        return Heard(ignored="test_body")
    number, said_at = call.fields.needed("id"), call.said_at()
    at = said_at or call.moment.received_at
    items = goods(call.fields)
    facts = _facts(call, number, at, items)
    subjects = [
        *(("shipment", told) for told in parcels(call.fields, number, at)),
        *(("return", told) for told in refunds(call.fields, number, at)),
        *(("checkout", told) for told in _checkout(call, number, facts.placed_at)),
    ]
    return Heard([OrderTold(facts, said_at, stands=True)], subjects, basket(number, items, at))


def heard_deleted(call: Call) -> Heard:
    """Nothing more will come of an order that the shop deleted; the body is only its id."""
    at = call.said_at() or call.moment.received_at
    number = call.fields.needed("id")
    facts = OrderFacts(number, at, status="cancelled", cancelled_at=at)
    return Heard([OrderTold(facts, call.said_at(), partial=True)])


def goods(order: Fields) -> tuple[Item, ...]:
    """What is still in the order; of one that was sent back as a whole what was in it."""
    lines = listed(order, "line_items")
    whole = [count_of(line.plain.get("quantity")) for line in lines]
    left = [_left(line, count) for line, count in zip(lines, whole, strict=True)]
    counts = left if any(left) else whole
    return items_of((_sku(line), _title(line), count) for line, count in zip(lines, counts, strict=True))


def _left(line: Fields, count: int) -> int:
    now = line.plain.get("current_quantity")
    return count if now is None else count_of(now)


def price(order: Fields, name: str) -> Money | None:
    """In the currency in which the shop keeps its books, whatever was shown to the customer.

    Raises Unreadable: unknown_currency, bad_amount.
    """
    own = order.inner(f"{name}_set").inner("shop_money")
    if cut(order, name):
        return money(order, name, currency_of(order, "currency"))
    return money(own, "amount", currency_of(own, "currency_code"))


def _facts(call: Call, number: str, at: datetime, items: tuple[Item, ...]) -> OrderFacts:
    order, reading = call.fields, Reading(call.fields, call.topic, at)
    customer = who(order)
    standing = reading.standing(company=bool(customer.company))
    total = price(order, "total_price") or Money(0, currency_of(order, "currency"))
    if standing.status in NOT_PAID:
        total = price(order, "current_total_price") or total
    return OrderFacts(
        external_id=number,
        number=cut(order, "name", "order_number", "number", longest=NAME).lstrip("#") or number,
        promo_consent=order_consent(order),
        quantity=pieces_of(items),
        goods=in_words(items),
        total=total,
        shipping=price(order, "total_shipping_price") or Money(0, total.currency),
        payment_type=reading.gateways[:40],
        links=_links(order, standing),
        **{column.name: getattr(standing, column.name) for column in columns(Standing)},
        **customer.facts(),
    )


def _links(order: Fields, standing: Standing) -> dict[str, str]:
    page = web_link(order, "order_status_url")
    tracked = (web_link(one, "tracking_url") for one in listed(order, "fulfillments"))
    links = {
        "order": page,
        "pay": page if standing.status == "awaiting_payment" else "",
        "track": next(filter(None, tracked), ""),
    }
    return {name: link for name, link in links.items() if link}


def _sku(line: Fields) -> str:
    return cut(line, "sku", "variant_id", "product_id", longest=NAME)


def _title(line: Fields) -> str:
    return cut(line, "name", "title")


def _checkout(call: Call, number: str, placed_at: datetime) -> list[Told]:
    """The basket that became this order waits for nobody any more."""
    token = cut(call.fields, "checkout_token", longest=NAME)
    if not token or call.topic not in BEGINS_WITH:
        return []
    return [Told(token, placed_at, status="completed", order=number)]
