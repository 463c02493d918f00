"""What the contact policy must know about people, fetched once for a whole batch (domain.md 2.15).

These reads stand before every decision: they are statements of our own, and no row becomes a model.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sapa.base.rows import Row, fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors.consents import SENT_BY
from sapa.contacts.selectors.people import members
from sapa.domain import policy
from sapa.domain.phones import can_receive_chat
from sapa.domain.policy.settings import COMPLAINT_KINDS, parse_profile

HISTORY_DAYS = 400

CONTACTS = """
SELECT id, segment, busy_profile, timezone, country, province, postcode, region, phone, email <> '', anytime_consent
FROM contacts_contact WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""
KINDS = """
SELECT contact_id, kind FROM contacts_identity
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND kind IN ('bsuid', 'telegram')
    AND ended_at IS NULL
"""
CONSENTS = """
SELECT contact_id, purpose, state FROM contacts_consent
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND channel IN ('', %(channel)b)
ORDER BY at, id
"""
OPT_OUTS = """
SELECT contact_id, scope, at, channel, ended_at FROM contacts_optout
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) ORDER BY at, id
"""
STATES = """
SELECT contact_id, tickets, wa_marketing_stopped FROM contacts_contactstate
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[])
    AND (tickets <> '[]'::jsonb OR wa_marketing_stopped)
"""
LEDGER = """
SELECT contact_id, at, fact, channel, klass, kind, by, error, message_id, attempt FROM contacts_ledgerentry
WHERE workspace_id = %(workspace)b AND contact_id = ANY(%(ids)b::bigint[]) AND at > %(since)b
ORDER BY at, id
"""


class Root(NamedTuple):
    """The columns of `CONTACTS`."""

    id: int
    segment: str
    busy_profile: Any
    timezone: str
    country: str
    province: str
    postcode: str
    region: str
    phone: str
    has_email: bool
    anytime_consent: bool


@dataclass(slots=True)
class Gathered:
    """Rows of one person, from all records that were merged into the root."""

    root: Root | None = None
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
    for row in _of(CONTACTS, set(root.values())):
        people[row[0]].root = Root._make(row)
    for pk, kind in _of(KINDS, root):
        people[root[pk]].kinds.add(kind)
    for pk, purpose, state in _of(CONSENTS, root, channel=SENT_BY):
        people[root[pk]].consent[purpose] = state
    for pk, scope, at, channel, ended_at in _of(OPT_OUTS, root):
        people[root[pk]].opt_outs.append(policy.OptOut(scope, at, channel or None, ended_at))
    for pk, tickets, stopped in _of(STATES, root):
        person = people[root[pk]]
        person.tickets += map(_ticket, tickets)
        person.stopped = person.stopped or stopped
    return people


def _of(sql: str, contact_ids: Iterable[int], **given: Any) -> list[Row]:
    return fetch(sql, {"workspace": current_workspace_id(), "ids": list(contact_ids), **given})


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
            "whatsapp": "bsuid" in person.kinds or can_receive_chat(contact.phone),
            "email": contact.has_email,
            "telegram": "telegram" in person.kinds,
        },
        consent=person.consent,
        opt_out=tuple(person.opt_outs),
        wa_marketing_stopped=person.stopped,
        anytime_consent=contact.anytime_consent,
        tickets=tuple(person.tickets),
    )


def _busy(profile: Any) -> str | policy.BusyProfile | None:
    return parse_profile(profile, "busy_profile") if isinstance(profile, dict) else profile


def _address(contact: Root) -> policy.Address | None:
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
    rows = [Entry._make(row) for row in _of(LEDGER, root, since=now - timedelta(days=days))]
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


class Entry(NamedTuple):
    """The columns of `LEDGER`."""

    contact_id: int
    at: datetime
    fact: str
    channel: str
    klass: str
    kind: str
    by: str
    error: str
    message_id: int | None
    attempt: int


def _contact(row: Entry) -> policy.Contact:
    return policy.Contact(
        row.at,
        "in" if row.by == "customer" else "out",
        row.channel,
        row.klass,
        row.kind,
        row.by,
        "failed" if row.fact == "failed" else "",
        row.error or None,
    )
