"""Customers and what they answered to promotions."""

from dataclasses import replace
from datetime import datetime

from sapa.commerce.schemas import Heard, Told
from sapa.commerce.sources.generic.shops import Who, cut, mail, phone_among
from sapa.commerce.sources.shopify.calls import SOURCE, Call
from sapa.commerce.sources.shopify.people import Answer, answer, customer


def heard(call: Call) -> Heard:
    """customers/create, update and enable: who it is, and the answer with its own older date."""
    at = call.said_at()
    person, said = customer(call.fields), answer(call.fields)
    told = [_told(person, at, call)]
    if said:
        fallback = call.fields.past("created_at") if said.state == "granted" else at
        told.append(_answered(person, said, fallback, call))
    return Heard(subjects=[("customer", one) for one in told])


def heard_consent(call: Call) -> Heard:
    """Both topics of marketing consent. Ignored: no_event where nothing was answered that counts."""
    fields = call.fields
    said = answer(fields)
    raw, phone = phone_among([(cut(fields, "phone"), "")])
    person = Who(
        customer_id=fields.needed("customer_id", "id"),
        email=mail(fields, "email_address", "email"),
        phone_raw=raw,
        phone=phone,
    )
    if said is None:
        return Heard(ignored="no_event")
    return Heard(subjects=[("customer", _answered(person, said, call.said_at(), call))])


def _told(person: Who, at: datetime | None, call: Call) -> Told:
    known_at = at or call.moment.received_at
    return Told(person.customer_id, known_at, at is not None, person=person.person(SOURCE, known_at))


def _answered(who: Who, said: Answer, otherwise: datetime | None, call: Call) -> Told:
    """By itself, so that a repeated old yes is not newer than a no that was given elsewhere."""
    at = said.at or otherwise
    known_at = at or call.moment.received_at
    only = replace(
        Who(customer_id=who.customer_id), email=who.email, phone=who.phone, phone_raw=who.phone_raw
    )
    return Told(who.customer_id, known_at, at is not None, person=only.person(SOURCE, known_at, said.state))
