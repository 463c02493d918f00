"""Names of what the moments speak of: one query for each kind of thing, however many moments there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.commerce.models import Checkout, Order
from sapa.commerce.selectors import subjects
from sapa.contacts.selectors import tickets_of
from sapa.domain import formats
from sapa.domain.subjects import InvoiceFacts, ReturnFacts, ShipmentFacts, SubscriptionFacts, TicketFacts
from sapa.journeys.selectors.timeline.entries import About, Entry
from sapa.journeys.selectors.words import language


def named(entries: Sequence[Entry], contact_id: int) -> list[Entry]:
    """Orders, parcels, bills and people of the team by their names; an order is linked to its page."""
    orders = Order.objects.in_bulk({one.order for one in entries if one.order})
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=_authors(entries))}
    things = _things({one.about for one in entries if one.about}, contact_id)
    return [_named(one, orders, people, things) for one in entries]


def _authors(entries: Iterable[Entry]) -> set[int]:
    return {one.author for one in entries if one.author}


def _named(
    one: Entry, orders: Mapping[int, Order], people: Mapping[int, str], things: Mapping[About, str]
) -> Entry:
    order = orders.get(one.order or 0)
    thing = things.get(one.about, "") if one.about else ""
    said = [order.number if order else "", thing, one.text]
    return replace(
        one,
        text=" · ".join(filter(None, said)),
        url=reverse("commerce:order", args=[order.public_id]) if order else "",
        who=people.get(one.author, _("Team")) if one.author else one.who,
    )


def _things(wanted: set[About], contact_id: int) -> dict[About, str]:
    cases = {pk for kind, pk in wanted if kind == "ticket"}
    baskets = {pk for kind, pk in wanted if kind == "checkout"}
    found: dict[About, object] = dict(subjects(wanted).items())
    if baskets:
        found |= {("checkout", pk): row for pk, row in Checkout.objects.in_bulk(baskets).items()}
    if cases:
        known = tickets_of([contact_id]).get(contact_id, [])
        found |= {("ticket", case.id): case for case in known if case.id in cases}
    return {about: _words(thing) for about, thing in found.items()}


def _words(thing: object) -> str:
    match thing:
        case ShipmentFacts():
            return " ".join(filter(None, (thing.courier, thing.tracking_number)))
        case InvoiceFacts():
            money = formats.money(thing.amount.amount, thing.amount.currency, language())
            return f"{thing.number}, {money}"
        case SubscriptionFacts():
            return thing.plan
        case ReturnFacts():
            return thing.number
        case Checkout():
            return f"{thing.goods}, {formats.money(thing.amount, thing.currency, language())}".lstrip(", ")
        case TicketFacts():
            return " ".join(filter(None, (thing.number, thing.summary)))
    return ""
