"""Rows of customers become people: by phone first, then the shop's own number, then e-mail."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sapa.commerce.importers.results import Result
from sapa.contacts.models import Consent, Contact, Identity
from sapa.contacts.services import UNDATED, Found, Person, find_or_make
from sapa.domain.csvorders import CustomerFacts

SHOWN = ("name", "company", "email", "segment", "country", "province", "city", "postcode", "region", "phone")


def apply_customers(facts: Sequence[CustomerFacts], *, source: str, now: datetime) -> list[Result]:
    """The outcome of each row with its notes, those of `contacts.services.Found`."""
    people = [_person(one, source) for one in facts]
    before = _known(people)
    found = find_or_make(people=people, source=source, now=now)
    after = _standing({one.contact_id for one in found})
    return [_result(one, _outcome(one, before, after)) for one in found]


def _result(found: Found, outcome: str) -> Result:
    new_person = found.contact_id if found.created else None
    return Result(outcome, found.notes, new_person, met=(found.contact_id,) if outcome == "unchanged" else ())


def _person(facts: CustomerFacts, source: str) -> Person:
    return Person(
        phone=facts.phone,
        raw_phone=facts.phone_raw,
        name=facts.name,
        company=facts.company,
        email=facts.email,
        external=(source, facts.customer_id) if facts.customer_id else None,
        segment=facts.segment,
        country=facts.country,
        province=facts.province,
        city=facts.city,
        postcode=facts.postcode,
        region=facts.region,
        consent=None if facts.promo_consent == "unknown" else facts.promo_consent,
        as_of=facts.said_at or UNDATED,
    )


def _known(people: Sequence[Person]) -> dict[int, tuple[Any, ...]]:
    values = {value for person in people for _, value in person.recognised_by()}
    owners = Identity.objects.filter(value__in=values).values_list("contact_id", "contact__root_id")
    return _standing({root or own for own, root in owners})


def _standing(contact_ids: set[int]) -> dict[int, tuple[Any, ...]]:
    """What a customer's page shows, and how often a consent changed and identities came."""
    consents, identities = (
        Counter(model.objects.filter(contact_id__in=contact_ids).values_list("contact_id", flat=True))
        for model in (Consent, Identity)
    )
    rows = Contact.objects.filter(pk__in=contact_ids).values_list("pk", *SHOWN)
    return {pk: (*shown, consents[pk], identities[pk]) for pk, *shown in rows}


def _outcome(found: Found, before: dict[int, Any], after: dict[int, Any]) -> str:
    if found.created:
        return "created"
    same = before.get(found.contact_id) == after[found.contact_id]
    return "unchanged" if same else "updated"
