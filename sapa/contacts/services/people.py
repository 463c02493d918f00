"""People are found, or made, by what recognises them: the phone first of all (decisions.md 38)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import connection, transaction

from sapa.base.rows import update_rows
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact, Identity
from sapa.contacts.services.consents import Statement, write_consents
from sapa.contacts.services.gates import lock
from sapa.domain.phones import Phone

Key = tuple[str, str]
DETAILS = ("name", "company", "email", "segment", "country", "province", "city", "postcode", "region")
LONGEST = {field.name: field.max_length for field in Contact._meta.concrete_fields}
STRONG = (Identity.Kind.PHONE, Identity.Kind.BSUID)
RACES = 5
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Person:
    """What a source says about somebody. `external` is (source, id there); `as_of` is when it was said.

    `handles` are further ids of that form.
    """

    phone: Phone | None = None
    raw_phone: str = ""
    name: str = ""
    company: str = ""
    email: str = ""
    external: Key | None = None
    bsuid: str = ""
    handles: tuple[Key, ...] = ()
    segment: str = ""
    country: str = ""
    province: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    consent: Literal["granted", "denied"] | None = None
    as_of: datetime | None = None

    def recognised_by(self) -> Iterator[Key]:
        if self.phone and self.phone.e164:
            yield Identity.Kind.PHONE, self.phone.e164
        if self.bsuid:
            yield Identity.Kind.BSUID, self.bsuid
        for key in (self.external, *self.handles):
            if key:
                yield Identity.Kind.EXTERNAL, ":".join(key)[:LONGEST_KEY]
        if self.email and len(self.email) <= LONGEST_KEY:
            yield Identity.Kind.EMAIL, self.email.lower()


@dataclass(frozen=True, slots=True)
class Found:
    """`contact_id` is the root. Notes: phone_joined, customer_id_joined, customer_id_elsewhere."""

    contact_id: int
    created: bool
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Owner:
    """A contact while a batch of people is being read; without id until it is inserted."""

    contact: Contact
    has_phone: bool
    changed: bool = False
    new_keys: dict[Key, str] = field(default_factory=dict)


class IdentityTakenError(Exception):
    """Another transaction gave one of the identities away in the meantime."""


def find_or_make(*, people: Sequence[Person], source: str, now: datetime) -> list[Found]:
    """One result for each person, in order. Held until the transaction ends: the contacts that existed."""
    for _ in range(RACES):
        try:
            with transaction.atomic():
                return _find_or_make(people, source, now)
        except IdentityTakenError:
            continue
    raise IdentityTakenError


def _find_or_make(people: Sequence[Person], source: str, now: datetime) -> list[Found]:
    known = _known({key for person in people for key in person.recognised_by()})
    read = [_read(person, known, now) for person in people]
    owners = list({id(owner): owner for owner, _ in read}.values())
    made = [owner for owner in owners if owner.contact.pk is None]
    _write(owners, made, now)
    write_consents(
        statements=[
            Statement(owner.contact.pk, person.consent, person.as_of or now)
            for person, (owner, _) in zip(people, read, strict=True)
            if person.consent
        ],
        source=source,
    )
    return _results(read, {id(owner) for owner in made})


def _results(read: list[tuple[Owner, tuple[str, ...]]], made: set[int]) -> list[Found]:
    results = []
    for owner, notes in read:
        results.append(Found(owner.contact.pk, id(owner) in made, notes))
        made.discard(id(owner))
    return results


def _known(keys: set[Key]) -> dict[Key, Owner]:
    """Identities that exist already, each with the root that owns it."""
    values = [value for _, value in keys]
    found = Identity.objects.filter(value__in=values).values_list(
        "kind", "value", "contact_id", "contact__root_id"
    )
    rows = {(kind, value): root or own for kind, value, own, root in found if (kind, value) in keys}
    contacts = Contact.objects.in_bulk(set(rows.values()))
    owners = {pk: Owner(contact, bool(contact.phone)) for pk, contact in contacts.items()}
    return {key: owners[pk] for key, pk in rows.items()}


def _read(person: Person, known: dict[Key, Owner], now: datetime) -> tuple[Owner, tuple[str, ...]]:
    keys = list(person.recognised_by())
    found = _owner(keys, known)
    owner = found or Owner(Contact(created_at=now), has_phone=False)
    notes = tuple(
        note for key in keys if (note := _claim(key, owner, person, known, existed=found is not None))
    )
    _learn(owner, person)
    return owner, notes


def _owner(keys: list[Key], known: dict[Key, Owner]) -> Owner | None:
    """A shop's own id never joins two different phones: many shops give all guests the same id."""
    strong = [known[key] for key in keys if key[0] in STRONG and key in known]
    if strong:
        return strong[0]
    says_phone = any(kind in STRONG for kind, _ in keys)
    weak = [known[key] for key in keys if key in known]
    return next((owner for owner in weak if not (says_phone and owner.has_phone)), None)


def _claim(key: Key, owner: Owner, person: Person, known: dict[Key, Owner], *, existed: bool) -> str:
    kind, value = key
    if key in known:
        elsewhere = known[key] is not owner and kind == Identity.Kind.EXTERNAL
        return "customer_id_elsewhere" if elsewhere else ""
    known[key] = owner
    owner.new_keys[key] = person.raw_phone[:LONGEST_KEY] if kind == Identity.Kind.PHONE else value
    if kind == Identity.Kind.PHONE:
        _send_to(owner, person.phone)
        return "phone_joined" if existed else ""
    return "customer_id_joined" if existed and kind == Identity.Kind.EXTERNAL else ""


def _send_to(owner: Owner, phone: Phone | None) -> None:
    if phone and (phone.can_receive_chat or not owner.contact.phone):
        owner.contact.phone = phone.e164
        owner.has_phone = owner.changed = True


def _learn(owner: Owner, person: Person) -> None:
    """Blanks are filled by anybody; what is known is changed only by what was said later."""
    contact = owner.contact
    newer = contact.details_at is None or (person.as_of is not None and person.as_of > contact.details_at)
    for name in DETAILS:
        said = getattr(person, name)[: LONGEST[name]]
        if said and said != getattr(contact, name) and (newer or not getattr(contact, name)):
            setattr(contact, name, said)
            owner.changed = True
    if newer and person.as_of is not None:
        contact.details_at = person.as_of
        owner.changed = True


def _write(owners: list[Owner], made: list[Owner], now: datetime) -> None:
    changed = [owner.contact for owner in owners if owner.changed and owner.contact.pk is not None]
    lock(contact_ids=[owner.contact.pk for owner in owners if owner.contact.pk is not None])
    Contact.objects.bulk_create([owner.contact for owner in made])
    columns = ("id", *DETAILS, "phone", "details_at")
    update_rows(Contact, [{name: getattr(contact, name) for name in columns} for contact in changed])
    _write_identities(owners, now)


def _write_identities(owners: list[Owner], now: datetime) -> None:
    rows = sorted((*key, raw, owner.contact.pk) for owner in owners for key, raw in owner.new_keys.items())
    if not rows:
        return
    kinds, values, raws, contact_ids = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(INSERT_IDENTITIES, [current_workspace_id(), now, kinds, values, raws, contact_ids])
        if cursor.rowcount != len(rows):
            raise IdentityTakenError


INSERT_IDENTITIES = """
INSERT INTO contacts_identity (workspace_id, created_at, kind, value, raw, contact_id)
SELECT %s, %s, new.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[]) AS new
ON CONFLICT (workspace_id, kind, value) DO NOTHING
"""
