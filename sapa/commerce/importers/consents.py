"""Rows of consents become entries of the customers' ledger, each with how it was obtained and its proof."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sapa.commerce.importers.results import Result
from sapa.contacts.models import Consent
from sapa.contacts.selectors import members
from sapa.contacts.services import Found, Kept, Person, Proven, find_or_make, keep_consents
from sapa.domain.csvorders import ConsentFacts
from sapa.events.services import NewEvent, record

PROMO = "promo"
Said = tuple[int, str, str, str, datetime]


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
    met = _met([one for one, result in zip(told, kept, strict=True) if not result.is_new])
    return [
        _result(person, result, met.get(_said(one, one.contact_id)))
        for person, one, result in zip(found, told, kept, strict=True)
    ]


def event_keys(consent_ids: Collection[int]) -> list[str]:
    """Of what such rows of the ledger told of themselves."""
    return [_key(row) for row in Consent.objects.filter(pk__in=consent_ids, purpose=PROMO)]


def _met(told: Sequence[Proven]) -> dict[Said, int]:
    """The entries that say this already."""
    root = members({one.contact_id for one in told})
    rows = Consent.objects.filter(contact_id__in=root, at__in={one.at for one in told}).order_by("pk")
    return {_said(row, root[row.contact_id]): row.pk for row in rows}


def _said(one: Proven | Consent, root: int) -> Said:
    return root, one.purpose, one.channel, one.state, one.at


def _result(person: Found, kept: Kept, met: int | None) -> Result:
    new_person = person.contact_id if person.created else None
    if kept.row_id is None:
        return Result("unchanged", person.notes, new_person, met=(met,) if met else ())
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
