"""Rows of consents become entries of the customers' ledger, each with how it was obtained and its proof."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sapa.contacts.services import Person, Proven, find_or_make, keep_consents
from sapa.domain.csvorders import ConsentFacts
from sapa.events.services import NewEvent, record

PROMO = "promo"


def apply_consent_rows(
    facts: Sequence[ConsentFacts], *, source: str, now: datetime
) -> list[tuple[str, tuple[str, ...]]]:
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
    outcomes = ["created" if one.is_new else "unchanged" for one in kept]
    return [(outcome, person.notes) for outcome, person in zip(outcomes, found, strict=True)]


def _person(facts: ConsentFacts, source: str) -> Person:
    return Person(
        phone=facts.phone,
        raw_phone=facts.phone_raw,
        name=facts.name,
        email=facts.email,
        external=(source, facts.customer_id) if facts.customer_id else None,
    )


def _event(told: Proven) -> NewEvent:
    said = ":".join(filter(None, (told.channel, f"{told.state}@{told.at.astimezone(UTC).isoformat()}")))
    key = f"contact:{told.contact_id}:consent.changed:{said}"
    data = {PROMO: told.state} | ({"channel": told.channel} if told.channel else {})
    return NewEvent("consent.changed", key, told.at, told.contact_id, None, data)
