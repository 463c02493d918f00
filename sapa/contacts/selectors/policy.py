"""What the contact policy must know about people, fetched once for a whole batch (domain.md 2.15)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sapa.contacts.models import Consent, Contact, ContactState, Identity, LedgerEntry, OptOut
from sapa.contacts.selectors.people import members
from sapa.domain import policy
from sapa.domain.phones import normalise
from sapa.domain.policy.settings import COMPLAINT_KINDS, parse_profile

HISTORY_DAYS = 400


@dataclass(slots=True)
class Gathered:
    """Rows of one person, from all records that were merged into the root."""

    root: Contact | None = None
    kinds: set[str] = field(default_factory=set)
    consent: dict[str, str] = field(default_factory=dict)
    opt_outs: list[policy.OptOut] = field(default_factory=list)
    tickets: list[policy.Ticket] = field(default_factory=list)
    stopped: bool = False


def customers(
    contact_ids: Iterable[int], *, root: dict[int, int] | None = None
) -> dict[int, policy.Customer]:
    """By the ids that were asked for; a merged contact answers as its root.

    `root`: what `members` says of them, where the caller has asked already.
    """
    wanted = set(contact_ids)
    root = members(wanted) if root is None else root
    people = _gathered(root)
    known = {pk: _customer(person) for pk, person in people.items() if person.root}
    return {pk: known[root[pk]] for pk in wanted if root.get(pk) in known}


def _gathered(root: dict[int, int]) -> dict[int, Gathered]:
    people: dict[int, Gathered] = defaultdict(Gathered)
    for contact in Contact.objects.filter(pk__in=set(root.values())):
        people[contact.pk].root = contact
    for pk, kind in Identity.objects.filter(contact_id__in=root).values_list("contact_id", "kind"):
        people[root[pk]].kinds.add(kind)
    for consent in Consent.objects.filter(contact_id__in=root).order_by("at", "pk"):
        people[root[consent.contact_id]].consent[consent.purpose] = consent.state
    for wish in OptOut.objects.filter(contact_id__in=root).order_by("at", "pk"):
        one = policy.OptOut(wish.scope, wish.at, wish.channel or None, wish.ended_at)
        people[root[wish.contact_id]].opt_outs.append(one)
    for state in ContactState.objects.filter(contact_id__in=root):
        person = people[root[state.contact_id]]
        person.tickets += map(_ticket, state.tickets)
        person.stopped = person.stopped or state.wa_marketing_stopped
    return people


def _customer(person: Gathered) -> policy.Customer:
    contact = person.root
    assert contact is not None  # noqa: S101 (customers() asked for it)
    return policy.Customer(
        segment=contact.segment,
        busy_profile=_busy(contact.busy_profile),
        timezone=contact.timezone or None,
        address=_address(contact),
        phone=contact.phone or None,
        channels={
            "whatsapp": Identity.Kind.BSUID in person.kinds or normalise(contact.phone).can_receive_chat,
            "email": bool(contact.email),
            "telegram": Identity.Kind.TELEGRAM in person.kinds,
        },
        consent=person.consent,
        opt_out=tuple(person.opt_outs),
        wa_marketing_stopped=person.stopped,
        anytime_consent=contact.anytime_consent,
        tickets=tuple(person.tickets),
    )


def _busy(profile: Any) -> str | policy.BusyProfile | None:
    return parse_profile(profile, "busy_profile") if isinstance(profile, dict) else profile


def _address(contact: Contact) -> policy.Address | None:
    address = policy.Address(contact.country, contact.province, contact.postcode, contact.region)
    return None if address == policy.Address() else address


def _ticket(plain: dict[str, Any]) -> policy.Ticket:
    """Kinds that are complaints count as such (decisions.md 33)."""
    closed_at = plain["closed_at"] and datetime.fromisoformat(plain["closed_at"])
    opened_at = datetime.fromisoformat(plain["opened_at"])
    kind = "complaint" if plain["kind"] in COMPLAINT_KINDS else plain["kind"]
    return policy.Ticket(plain["id"], kind, opened_at, closed_at, plain["order_id"])


def histories(
    contact_ids: Iterable[int],
    *,
    now: datetime,
    days: int = HISTORY_DAYS,
    root: dict[int, int] | None = None,
) -> dict[int, tuple[policy.Contact, ...]]:
    """Contacts of the last `days`, oldest first; a sent message that failed later is one failed contact."""
    wanted = set(contact_ids)
    root = members(wanted) if root is None else root
    recent = LedgerEntry.objects.filter(contact_id__in=root, at__gt=now - timedelta(days=days))
    rows = list(recent.order_by("at", "pk"))
    gone = {(row.message_id, row.attempt) for row in rows if row.fact == "withdrawn"}
    failed = {row.message_id for row in rows if row.fact == "failed"}
    found: dict[int, list[policy.Contact]] = defaultdict(list)
    for row in rows:
        undone = row.fact == "withdrawn" or (
            row.fact == "sent" and (row.message_id in failed or (row.message_id, row.attempt) in gone)
        )
        if not undone:
            found[root[row.contact_id]].append(_contact(row))
    return {pk: tuple(found[root[pk]]) for pk in wanted if pk in root}


def _contact(row: LedgerEntry) -> policy.Contact:
    return policy.Contact(
        at=row.at,
        direction="in" if row.by == "customer" else "out",
        channel=row.channel,
        klass=row.klass,
        kind=row.kind,
        by=row.by,
        status="failed" if row.fact == "failed" else "",
        error=row.error or None,
    )
