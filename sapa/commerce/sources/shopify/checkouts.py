"""Baskets at the till; one that is not completed is an abandoned checkout."""

from types import MappingProxyType

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.shops import NAME, cut, in_words, web_link
from sapa.commerce.sources.shopify.calls import SOURCE, Call
from sapa.commerce.sources.shopify.orders import goods, price
from sapa.commerce.sources.shopify.people import who


def heard(call: Call) -> Heard:
    """checkouts/create and checkouts/update. Ignored: no_customer while nobody has said who it is."""
    fields = call.fields
    token = fields.needed("token")
    at = call.said_at("completed_at", "updated_at", "created_at")
    known_at = at or call.moment.received_at
    person = who(fields).person(SOURCE, known_at)
    if person is None:
        return Heard(ignored="no_customer")
    total = price(fields, "total_price")
    values = {
        "amount": total.amount if total else None,
        "currency": total.currency if total else None,
        "link": web_link(fields, "abandoned_checkout_url"),
        "goods": in_words(goods(fields)),
    }
    kept = MappingProxyType({name: value for name, value in values.items() if value not in (None, "")})
    status = "completed" if cut(fields, "completed_at", longest=NAME) else "open"
    told = Told(token, known_at, at is not None, status, person=person, values=kept)
    return Heard(subjects=[("checkout", told)])
