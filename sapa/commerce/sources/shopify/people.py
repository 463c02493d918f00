"""Who bought: names, phones and addresses stand in up to five places; consent in three."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.shops import (
    NOTED_CONSENT,
    NOTED_PHONE,
    Who,
    country_of,
    cut,
    full_name,
    listed,
    mail,
    noted,
    phone_among,
)
from sapa.domain.csvorders import cells


class Answer(NamedTuple):
    """What somebody said to promotions, and when."""

    state: Literal["granted", "denied"]
    at: datetime | None


def who(order: Fields) -> Who:
    """The customer of an order or a checkout; the number noted for WhatsApp comes before all others."""
    customer = order.inner("customer")
    shipping, billing = order.inner("shipping_address"), order.inner("billing_address")
    places = (shipping, billing, customer.inner("default_address"))
    country = next((found for one in places if (found := _country(one))), "")
    asked = listed(order, "note_attributes")
    written = [
        (noted(asked, "name", NOTED_PHONE), country),
        *((cut(one, "phone"), country) for one in (order, customer)),
        *((cut(one, "phone"), _country(one) or country) for one in (billing, shipping, places[2])),
    ]
    raw, phone = phone_among(written)
    named = (full_name(customer), *(_name(one) for one in places))
    return Who(
        customer_id=cut(customer, "id", longest=120),
        name=next(filter(None, named), ""),
        company=_company(order, (billing, shipping, places[2])),
        email=mail(order, "email", "contact_email") or mail(customer, "email"),
        phone_raw=raw,
        phone=phone,
        **_address(next(filter(_country, places), shipping)),
    )


def customer(fields: Fields) -> Who:
    """The body of customers/*."""
    address = fields.inner("default_address")
    several = [address, *listed(fields, "addresses")]
    written = [(cut(one, "phone"), _country(one) or _country(address)) for one in (fields, *several)]
    raw, phone = phone_among(written)
    return Who(
        customer_id=fields.needed("id"),
        name=full_name(fields) or _name(address),
        company=cut(address, "company"),
        email=mail(fields, "email"),
        phone_raw=raw,
        phone=phone,
        **_address(address),
    )


def answer(fields: Fields) -> Answer | None:
    """A yes to e-mail counts, one to text messages alone proves too little; a withdrawal of either counts.

    Never asked, or not confirmed yet, is no answer.
    """
    mails = _answer(fields.inner("email_marketing_consent"))
    texts = _answer(fields.inner("sms_marketing_consent"))
    refused = next((one for one in (texts, mails) if one and one.state == "denied"), None)
    return refused or mails


def order_consent(order: Fields) -> Literal["granted", "denied", "unknown"]:
    """What was ticked with this order; a box left empty is no refusal."""
    noted_word = noted(listed(order, "note_attributes"), "name", NOTED_CONSENT)
    if noted_word:
        return cells.CONSENT_WORDS.get(cells.plain_word(noted_word), "unknown")
    return "granted" if order.plain.get("buyer_accepts_marketing") is True else "unknown"


def _answer(consent: Fields) -> Answer | None:
    state = cut(consent, "state").lower()
    at = consent.moment.said_at(consent.text("consent_updated_at"))
    if state == "subscribed":
        return Answer("granted", at)
    return Answer("denied", at) if state == "unsubscribed" else None


def _company(order: Fields, places: Sequence[Fields]) -> str:
    named = [cut(order.inner("company"), "name"), *(cut(one, "company") for one in places)]
    return next(filter(None, named), "")


def _name(address: Fields) -> str:
    return cut(address, "name") or full_name(address)


def _country(address: Fields) -> str:
    return country_of(address, "country_code") or country_of(address, "country")


def _address(address: Fields) -> dict[str, str]:
    return dict(_parts(address))


def _parts(address: Fields) -> Iterator[tuple[str, str]]:
    yield "country", _country(address)
    yield "province", cut(address, "province")
    yield "city", cut(address, "city")
    yield "postcode", cut(address, "zip")
