"""What a body says beside its order: parcels, subscriptions, invoices, returns, products and the rest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sapa.commerce.schemas import Basket, Item, Told
from sapa.commerce.sources.generic.bodies import CUSTOMER, PATHS, Values, text_of
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.generic.statuses import (
    ANSWERED_WORDS,
    FEATURE_WORDS,
    INVOICE_WORDS,
    RETURN_WORDS,
    SHIPMENT_WORDS,
    SURVEY_WORDS,
    TALK_WORDS,
    TICKET_WORDS,
)
from sapa.contacts.services import Person
from sapa.domain.csvorders import SUBSCRIPTION_WORDS, cells
from sapa.domain.phones import normalise
from sapa.events.schemas import Unreadable

MOST_OBJECTS = 1000
NAME = 120
LONG_COUNT = 7


@dataclass(frozen=True, slots=True)
class Context:
    """What an object's own body says around it. `at`: since when it is so, where the body says."""

    source: str
    order: str
    values: Values
    at: datetime | None
    moment: Moment

    def told(
        self, fields: Fields, number: str, /, *, at: datetime | None, status: str, **values: Any
    ) -> Told:
        """`at`: what the object says of its own time, else its or the body's `updated_at`, else the receipt."""
        since = at or self.moment.said_at(fields.text("updated_at")) or self.at
        known_at = since or self.moment.received_at
        order = fields.text("order", "order_id", longest=NAME) or self.order
        kept = {name: value for name, value in values.items() if value not in (None, "")}
        person = person_of(self.values, self.source, known_at)
        return Told(number, known_at, since is not None, status, order, person, MappingProxyType(kept))


class Read(NamedTuple):
    """Each of these as the services of the room take them, in the order of the body."""

    kind: str
    told: Told


def read(entry: Mapping[str, Any], context: Context) -> Iterator[Read]:
    """Raises Unreadable with the codes of docs/guides/generic-webhook.md."""
    for kind, reader in READERS.items():
        for plain in objects(entry, kind):
            yield Read(kind, reader(Fields(plain, context.moment), context))


def objects(entry: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """One object or a list of them, under the singular or the plural."""
    found = [entry.get(name) for name in (kind, f"{kind}s")]
    plain = [one for inside in found for one in (inside if isinstance(inside, list) else [inside])]
    known = [one for one in plain if isinstance(one, dict)]
    if len(known) > MOST_OBJECTS:
        raise Unreadable("too_many_objects")
    return known


def speaks_of_order(entry: Mapping[str, Any], values: Values) -> bool:
    """Beside other objects a bare order number only says to which order they belong."""
    known = {name for name in values if PATHS[name].startswith("order.")} - {"order_id"}
    return bool(known) or not any(objects(entry, kind) for kind in READERS)


def basket_of(entry: Mapping[str, Any], number: str, at: datetime, moment: Moment) -> Basket | None:
    """`order.items`; None where the body does not list them."""
    order = entry.get("order")
    listed = order.get("items") if isinstance(order, dict) else None
    if not number or not isinstance(listed, list) or not listed:
        return None
    if len(listed) > MOST_OBJECTS:
        raise Unreadable("too_many_objects")
    return Basket(number, [_item(Fields(one, moment)) for one in listed if isinstance(one, dict)], at)


def goods_of(entry: Mapping[str, Any]) -> Values:
    """Goods and quantity in words, for an order that lists its items and says no more."""
    order = entry.get("order")
    listed = order.get("items") if isinstance(order, dict) else None
    plain = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    pieces = [(text_of(one.get("quantity")) or "1", text_of(one.get("name"))) for one in plain]
    named = [f"{count} {name}" for count, name in pieces if name]
    whole = [int(count) for count, _ in pieces if count.isdecimal() and len(count) < LONG_COUNT]
    return {"goods": ", ".join(named)[:300], "quantity": str(sum(whole) or 1)} if named else {}


def person_of(values: Values, source: str, as_of: datetime) -> Person | None:
    """Whom the body's customer is recognised by; None without phone, e-mail and number. Raises `phone_…`."""
    number, email, raw = values.get("customer_id", ""), values.get("email", ""), values.get("phone", "")
    phone = normalise(raw, values.get("country", "ID")) if raw else None
    if phone and not phone.can_receive_chat:
        if not (number or email):
            raise Unreadable(f"phone_{phone.reason or 'landline'}")
        phone = None
    if not (phone or number or email):
        return None
    own = [name for name in CUSTOMER if name not in ("phone", "email", "country")]
    details: dict[str, Any] = {name: values.get(name, "") for name in own}
    consent = cells.CONSENT_WORDS.get(cells.plain_word(values.get("promo_consent", "")), "unknown")
    return Person(
        phone=phone,
        raw_phone=raw,
        email=email,
        external=(source, number) if number else None,
        country=values.get("country", "")[:2].upper(),
        segment=cells.SEGMENT_WORDS.get(cells.plain_word(values.get("segment", "")), ""),
        consent=None if consent == "unknown" else consent,
        as_of=as_of,
        **details,
    )


def _item(fields: Fields) -> Item:
    name = fields.text("name")
    sku = fields.text("sku", "id", longest=NAME) or name[:NAME]
    if not sku:
        raise Unreadable("missing_id")
    return Item(sku, name, fields.whole("quantity", 1_000_000, least=1) or 1)


def _product(fields: Fields, context: Context) -> Told:
    price, other = fields.money("price"), fields.inner("complement")
    return context.told(
        fields,
        fields.needed("sku", "id"),
        at=None,
        status="",
        name=fields.text("name"),
        guide_url=fields.link("guide_url", "guide"),
        link=fields.link("link"),
        lifetime_days=fields.whole("lifetime_days", 3650, least=1),
        warranty_days=fields.whole("warranty_days", 3650, least=1),
        needs_care=fields.flag("needs_care"),
        is_digital=fields.flag("digital"),
        stock=fields.whole("stock", 1_000_000_000),
        amount=price.amount if price else None,
        currency=price.currency if price else None,
        complement=other.text("sku", "id", longest=NAME),
        complement_name=other.text("name"),
        complement_reason=other.text("reason"),
    )


def _shipment(fields: Fields, context: Context) -> Told:
    status = fields.word("status", SHIPMENT_WORDS)
    names = ("status_at", "delivered_at") if status == "delivered" else ("status_at",)
    return context.told(
        fields,
        fields.needed("id"),
        at=fields.past(*names),
        status=status,
        courier=fields.text("courier", longest=80),
        tracking_number=fields.text("tracking_number", longest=80),
        eta=fields.instant("eta"),
        reason=fields.text("reason"),
        address_short=fields.text("address_short", longest=NAME),
        link=fields.link("link"),
    )


def _subscription(fields: Fields, context: Context) -> Told:
    return context.told(
        fields,
        fields.needed("id"),
        at=fields.past("status_at"),
        status=fields.word("status", SUBSCRIPTION_WORDS),
        plan=fields.text("plan", longest=NAME),
        started_at=fields.instant("started_at"),
        period_start=fields.instant("period_start"),
        period_end=fields.instant("period_end"),
        grace_end=fields.instant("grace_end"),
        auto_renew=fields.flag("auto_renew"),
        link=fields.link("link"),
    )


def _invoice(fields: Fields, context: Context) -> Told:
    amount, status = fields.money("amount"), fields.word("status", INVOICE_WORDS)
    names = ("status_at", "paid_at") if status == "paid" else ("status_at",)
    return context.told(
        fields,
        fields.needed("id", "number"),
        at=fields.past(*names),
        status=status,
        number=fields.text("number", longest=NAME),
        amount=amount.amount if amount else None,
        currency=amount.currency if amount else None,
        issued_at=fields.past("issued_at"),
        due_at=fields.instant("due_at"),
        promised_at=fields.instant("promised_at"),
        link=fields.link("link"),
    )


def _return(fields: Fields, context: Context) -> Told:
    return context.told(
        fields,
        fields.needed("id", "number"),
        at=fields.past("status_at"),
        status=fields.word("status", RETURN_WORDS),
        number=fields.text("number", longest=NAME),
        step=fields.text("step"),
        expected_at=fields.instant("expected_at"),
    )


def _ticket(fields: Fields, context: Context) -> Told:
    return context.told(
        fields,
        fields.needed("id", "number"),
        at=fields.past("status_at", "at"),
        status=fields.word("status", TICKET_WORDS) or "opened",
        opened_at=fields.past("opened_at"),
        number=fields.text("number", longest=NAME),
        kind=fields.text("kind", longest=40),
        summary=fields.text("summary"),
        answered_by=fields.word("answered_by", ANSWERED_WORDS),
    )


def _interaction(fields: Fields, context: Context) -> Told:
    kind = fields.word("kind", TALK_WORDS, code="unknown_kind")
    if not kind:
        raise Unreadable("unknown_kind")
    return context.told(
        fields,
        fields.needed("id"),
        at=None,
        status=kind,
        began_at=fields.past("at"),
        ended_at=fields.past("ended_at"),
        topic=fields.text("topic"),
        outcome=fields.text("outcome", longest=300),
        by_name=fields.text("by", longest=NAME),
        promised_at=fields.instant("promised_at"),
    )


def _feature(fields: Fields, context: Context) -> Told:
    status = fields.word("status", FEATURE_WORDS)
    names = ("at", "released_at") if status == "released" else ("at",)
    return context.told(
        fields,
        fields.needed("id"),
        at=fields.past(*names),
        status=status,
        sku=fields.text("product", "sku", longest=NAME),
        plan=fields.text("plan", longest=NAME),
        name=fields.text("name"),
        benefit=fields.text("benefit", longest=300),
        link=fields.link("link"),
        released_at=fields.past("released_at"),
    )


def _review(fields: Fields, context: Context) -> Told:
    score = fields.whole("score", 5, least=1, code="bad_score")
    return context.told(fields, fields.needed("id"), at=fields.past("at"), status="", score=score)


def _survey(fields: Fields, context: Context) -> Told:
    status = fields.word("status", SURVEY_WORDS) or "answered"
    score = fields.whole("score", 10, code="bad_score")
    return context.told(fields, fields.needed("id"), at=fields.past("at"), status=status, score=score)


READERS: Mapping[str, Callable[[Fields, Context], Told]] = {
    "product": _product,
    "shipment": _shipment,
    "subscription": _subscription,
    "invoice": _invoice,
    "return": _return,
    "ticket": _ticket,
    "interaction": _interaction,
    "feature": _feature,
    "review": _review,
    "survey": _survey,
}
