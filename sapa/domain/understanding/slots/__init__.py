"""The particulars that a message holds, as assistant.md of the design names them.

Each part of a text is read once, the surest shapes first: an e-mail address is no code, a parcel's number no
telephone, and what is money is no number of pieces.
"""

from collections.abc import Collection

from sapa.domain.understanding.features import spoken
from sapa.domain.understanding.normalising import normalise
from sapa.domain.understanding.slots import goods, references, tables
from sapa.domain.understanding.slots.bare import bare_orders
from sapa.domain.understanding.slots.contacts import drop_links, emails, names, phones
from sapa.domain.understanding.slots.fitting import fit
from sapa.domain.understanding.slots.money import amounts, payment_methods
from sapa.domain.understanding.slots.offers import promo_codes, subscription_actions
from sapa.domain.understanding.slots.places import addresses, cities
from sapa.domain.understanding.slots.problems import issue_types, resolutions
from sapa.domain.understanding.slots.products import products as goods_named
from sapa.domain.understanding.slots.ratings import rating
from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.times import times


def slots_of(
    text: str,
    *,
    intents: Collection[str] = (),
    context: str | None = None,
    products: Collection[str] = (),
) -> dict[str, object]:
    """Of a text as the customer wrote it: names of `SLOTS` to text or whole number, a list where there are several.

    Only what was found is in it. `intents`: what the message was understood as, where that is known;
    `context`: kind of our last message, for bare scores; `products`: names of goods.
    """
    rest = Remaining(text)
    found: dict[str, list[object]] = {}
    _references(rest, found)
    tyres = goods.tyres(rest)
    found["new_address"] = [*addresses(rest)]
    found["rating"] = [score] if (score := rating(rest, context)) is not None else []
    found["promo_code"] = [*promo_codes(rest, sure="promo_question" in intents)]
    found["amount"] = [*amounts(rest)]
    _times(rest, found)
    found["order_id"] = found["order_id"] or [*bare_orders(rest, intents)]
    found["name"] = [*names(rest)]
    _goods(rest, found, products, intents)
    found["variant"] = [*tyres, *found["variant"]]
    said = normalise(spoken(rest.whole))
    _said(rest.whole, said, intents, found)
    found["city"] = [one for one in found["city"] if not _stands_in(str(one), found["new_address"])]
    if intents:
        fit(found, intents, said, context)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items() if values}


def _references(rest: Remaining, found: dict[str, list[object]]) -> None:
    found["email"] = [*emails(rest)]
    drop_links(rest)
    found["tracking_no"] = [*references.tracking_numbers(rest)]
    early = references.orders(rest)
    found["phone"] = [*phones(rest)]
    parcels, orders = references.digits_alone(rest)
    found["tracking_no"] += parcels
    found["order_id"] = [*early, *orders]


def _times(rest: Remaining, found: dict[str, list[object]]) -> None:
    read = times(rest)
    found["date"], found["days_waiting"], found["duration"] = (
        [*read.dates],
        [*read.waiting],
        [*read.durations],
    )


def _goods(
    rest: Remaining, found: dict[str, list[object]], known: Collection[str], intents: Collection[str]
) -> None:
    found["quantity"] = [*(goods.changed_quantities(rest, intents) or goods.quantities(rest))]
    found["variant"] = [*(goods.variants(rest) or goods.changed_to(rest, intents))]
    found["product"] = [*goods_named(rest, known)]
    if "change_order" not in intents or not found["quantity"]:
        found["quantity"] += goods.counted_goods(rest, [str(one) for one in found["product"]], intents)
    found["quantity"] += [] if found["quantity"] else [*goods.bare_quantities(rest, intents)]
    found["quantity"] = [*dict.fromkeys(found["quantity"])]


def _stands_in(city: str, addresses: list[object]) -> bool:
    return any(city.lower() in str(one).lower() for one in addresses)


def _said(text: str, said: str, intents: Collection[str], found: dict[str, list[object]]) -> None:
    found["payment_method"] = [*payment_methods(text)]
    found["courier"] = [*tables.named_in(text, "couriers")]
    found["city"] = [*cities(text)]
    found["issue_type"] = [*issue_types(said)]
    found["requested_resolution"] = [*resolutions(said)]
    found["subscription_action"] = [*subscription_actions(text, sure="subscription_renewal" in intents)]


__all__ = ["slots_of"]
