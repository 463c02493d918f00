"""An order with its goods, its parcels and its refunds."""

from dataclasses import fields as columns
from typing import Literal

from sapa.commerce.schemas import Heard, Item, OrderTold, Told
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import (
    NAME,
    NOTED_CONSENT,
    basket,
    count_of,
    currency_of,
    cut,
    in_words,
    items_of,
    listed,
    money,
    noted,
    pieces_of,
    web_link,
)
from sapa.commerce.sources.woocommerce.calls import Call
from sapa.commerce.sources.woocommerce.parcels import Parcel, parcels
from sapa.commerce.sources.woocommerce.people import who
from sapa.commerce.sources.woocommerce.standing import ENDED, Standing, is_cash, is_draft, standing
from sapa.domain.csvorders import cells
from sapa.domain.orders import Money, OrderFacts

PAYABLE = frozenset({"awaiting_payment", "failed"})


def heard(call: Call) -> Heard:
    """order.created, updated and restored. Ignored: draft_order.

    Raises Unreadable with the codes of the generic source.
    """
    number = call.fields.needed("id")
    if is_draft(call.fields):
        return Heard(ignored="draft_order")
    sent, items = parcels(call.fields), goods(call.fields)
    facts, said_at = _facts(call, number, sent, items), call.said_at()
    at = said_at or call.moment.received_at
    status = "delivered" if facts.status == "delivered" else "picked_up"
    told = [] if facts.status in ENDED else [parcel.told(number, status, at) for parcel in sent]
    subjects = [*(("shipment", one) for one in told), *(("return", one) for one in _refunds(call, number))]
    return Heard([OrderTold(facts, said_at, stands=True)], subjects, basket(number, items, at))


def heard_deleted(call: Call) -> Heard:
    """Nothing more will come of an order that the shop threw away; the body is only its id."""
    at = call.moment.received_at
    facts = OrderFacts(call.fields.needed("id"), at, status="cancelled", cancelled_at=at)
    return Heard([OrderTold(facts, partial=True, stands=True)])


def goods(order: Fields) -> tuple[Item, ...]:
    lines = listed(order, "line_items")
    return items_of((_sku(line), cut(line, "name"), count_of(line.plain.get("quantity"))) for line in lines)


def _facts(call: Call, number: str, sent: list[Parcel], items: tuple[Item, ...]) -> OrderFacts:
    order, currency = call.fields, currency_of(call.fields, "currency")
    customer = who(order, cut(order, "customer_id", longest=NAME))
    total = money(order, "total", currency) or Money(0, currency)
    now = standing(call, sent, company=bool(customer.company), costs=total.amount > 0)
    return OrderFacts(
        external_id=number,
        number=cut(order, "number", longest=NAME).lstrip("#") or number,
        promo_consent=_consent(order),
        quantity=pieces_of(items),
        goods=in_words(items),
        total=total,
        shipping=money(order, "shipping_total", currency) or Money(0, currency),
        payment_type="cod"
        if is_cash(order)
        else cut(order, "payment_method_title", "payment_method", longest=40),
        links=_links(order, now, sent),
        **{column.name: getattr(now, column.name) for column in columns(Standing)},
        **customer.facts(),
    )


def _links(order: Fields, now: Standing, sent: list[Parcel]) -> dict[str, str]:
    links = {
        "pay": web_link(order, "payment_url") if now.status in PAYABLE else "",
        "track": next((parcel.link for parcel in sent if parcel.link), ""),
    }
    return {name: link for name, link in links.items() if link}


def _consent(order: Fields) -> Literal["granted", "denied", "unknown"]:
    """WooCommerce itself asks nobody; a field of the shop's own checkout may."""
    word = noted(listed(order, "meta_data"), "key", NOTED_CONSENT)
    return cells.CONSENT_WORDS.get(cells.plain_word(word), "unknown")


def _sku(line: Fields) -> str:
    variation = cut(line, "variation_id", longest=NAME)
    return (
        cut(line, "sku", longest=NAME)
        or (variation if variation != "0" else "")
        or cut(line, "product_id", longest=NAME)
    )


def _refunds(call: Call, number: str) -> list[Told]:
    """A refund has no time of its own in an order."""
    at = call.said_at() or call.moment.received_at
    named = (cut(one, "id", longest=NAME) for one in listed(call.fields, "refunds"))
    return [Told(own, at, dated=False, status="refunded", order=number) for own in named if own]
