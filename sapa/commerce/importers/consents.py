"""Rows of consents become entries of the customers' ledger, each with how it was obtained and its proof."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sapa.commerce.importers.results import Result
from sapa.contacts.models import Consent
from sapa.contacts.services import Found, Kept, Person, Proven, find_or_make, keep_consents
from sapa.domain.csvorders import ConsentFacts
from sapa.events.services import NewEvent, record

PROMO = "promo"


def apply_consent_rows(facts: Sequence[ConsentFacts], *, source: str, now: datetime) -> list[Result]:
    """Created: not known before; unchanged: known word for word. A wish to be left alone stays as it is."""
    found = find_or_make(people=[_person(one, source) for one in facts], source=source, now=now)
    owners = [one.contact_id for one in found]
    told = [
        Proven(owner, one.purpose, one.state, one.obtained, one.proof, one.at, one.channel)
        for owner, one in zip(owners, facts, strict=True)
    ]
    kept = keep_consents(told=told)
    changed = [one for one, result in zip(told, kept, strict=True) if result.changes and one.purpose == PROMO]
    record(events=[_event(one) for one in changed], now=now)
    return [_result(person, one) for person, one in zip(found, kept, strict=True)]


def event_keys(consent_ids: Collection[int]) -> list[str]:
    """Of what such rows of the ledger told of themselves."""
    return [_key(row) for row in Consent.objects.filter(pk__in=consent_ids, purpose=PROMO)]


def _result(person: Found, kept: Kept) -> Result:
    new_person = person.contact_id if person.created else None
    if kept.row_id is None:
        return Result("unchanged", person.notes, new_person)
    return Result("created", person.notes, new_person, (kept.row_id,))


def _person(facts: ConsentFacts, source: str) -> Person:
    return Person(
        phone=facts.phone,
        raw_phone=facts.phone_raw,
        name=facts.name,
        email=facts.email,
        external=(source, facts.customer_id) if facts.customer_id else None,
    )


def _event(told: Proven) -> NewEvent:
    data = {PROMO: told.state} | ({"channel": told.channel} if told.channel else {})
    return NewEvent("consent.changed", _key(told), told.at, told.contact_id, None, data)


def _key(told: Proven | Consent) -> str:
    said = ":".join(filter(None, (told.channel, f"{told.state}@{told.at.astimezone(UTC).isoformat()}")))
    return f"contact:{told.contact_id}:consent.changed:{said}"
