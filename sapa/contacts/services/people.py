"""People are found, or made, by what recognises them: the phone first of all (decisions.md 38)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction

from sapa.base.rows import fetch, given_rows, insert_rows, reserve_ids, update_rows
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact, Identity
from sapa.contacts.services.consents import Statement, write_consents
from sapa.contacts.services.gates import lock
from sapa.domain.phones import Phone

Key = tuple[str, str]
DETAILS = ("name", "company", "email", "segment", "country", "province", "city", "postcode", "region")
LONGEST = {field.name: field.max_length for field in Contact._meta.concrete_fields}
KINDS = (Identity.Kind.PHONE, Identity.Kind.BSUID, Identity.Kind.EXTERNAL, Identity.Kind.EMAIL)
DETAIL_LENGTHS = tuple((name, LONGEST[name]) for name in DETAILS)
BLANK = dict.fromkeys(DETAILS, "") | {"segment": Contact.Segment.B2C.value}
PHONE, BSUID, EXTERNAL, EMAIL = (kind.value for kind in KINDS)  # plain words: asked of every key of every row
STRONG = (PHONE, BSUID)
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)  # a statement without a time: anything else was said later
RACES = 5
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Person:
    """What a source says about somebody. `external` is (source, id there); `as_of` is when it was said.

    None or `UNDATED` fills only blanks; with `UNDATED` a consent too counts only where none is known. `handles` are
    further ids of that form.
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
            yield PHONE, self.phone.e164
        if self.bsuid:
            yield BSUID, self.bsuid
        for key in (self.external, *self.handles):
            if key:
                yield EXTERNAL, ":".join(key)[:LONGEST_KEY]
        if self.email and len(self.email) <= LONGEST_KEY:
            yield EMAIL, self.email.lower()


@dataclass(frozen=True, slots=True)
class Found:
    """`contact_id` is the root. Notes: phone_joined, customer_id_joined, customer_id_elsewhere."""

    contact_id: int
    created: bool
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Owner:
    """A contact while a batch of people is being read; without id until it is inserted."""

    pk: int | None = None
    said: dict[str, str] = field(default_factory=lambda: dict(BLANK))
    phone: str = ""
    details_at: datetime | None = None
    changed: bool = False
    new_keys: dict[Key, str] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        return {"id": self.pk, **self.said, "phone": self.phone, "details_at": self.details_at}


class IdentityTakenError(Exception):
    """Another transaction gave one of the identities away in the meantime."""


def find_or_make(
    *, people: Sequence[Person], source: str, now: datetime, keys: Sequence[Sequence[Key]] = ()
) -> list[Found]:
    """One result for each person, in order. Held until the transaction ends: the contacts that existed.

    `keys`: what recognises each, where that was asked already.
    """
    keys = keys or [tuple(person.recognised_by()) for person in people]
    for _ in range(RACES):
        try:
            with transaction.atomic():
                return _find_or_make(people, keys, source, now)
        except IdentityTakenError:
            continue
    raise IdentityTakenError


def _find_or_make(
    people: Sequence[Person], keys: Sequence[Sequence[Key]], source: str, now: datetime
) -> list[Found]:
    known = _known({key for own in keys for key in own})
    read = [_read(person, own, known) for person, own in zip(people, keys, strict=True)]
    owners = list({id(owner): owner for owner, _ in read}.values())
    made = [owner for owner in owners if owner.pk is None]
    _write(owners, made, now)
    write_consents(
        statements=[
            Statement(_id_of(owner), person.consent, person.as_of or now)
            for person, (owner, _) in zip(people, read, strict=True)
            if person.consent
        ],
        source=source,
    )
    return _results(read, {id(owner) for owner in made})


def _results(read: list[tuple[Owner, tuple[str, ...]]], made: set[int]) -> list[Found]:
    results = []
    for owner, notes in read:
        results.append(Found(_id_of(owner), id(owner) in made, notes))
        made.discard(id(owner))
    return results


def _id_of(owner: Owner) -> int:
    assert owner.pk is not None  # noqa: S101 everybody has been written
    return owner.pk


def _known(keys: set[Key]) -> dict[Key, Owner]:
    """Identities that exist already, each with the root that owns it."""
    if not keys:
        return {}
    asked = [{"kind": kind, "value": value} for kind, value in keys]
    source, given = given_rows(Identity, asked)
    rows = fetch(OWNERS_OF_KEYS.replace("asked", source), given)
    given = {"workspace": current_workspace_id(), "ids": list({pk for _, _, pk in rows})}
    owners = {row[0]: _owner_of(row) for row in fetch(DETAILS_OF, given)} if rows else {}
    return {(kind, value): owners[pk] for kind, value, pk in rows}


def _owner_of(row: tuple[Any, ...]) -> Owner:
    pk, phone, details_at, *said = row
    return Owner(pk, dict(zip(DETAILS, said, strict=True)), phone, details_at)


def _read(person: Person, keys: Sequence[Key], known: dict[Key, Owner]) -> tuple[Owner, tuple[str, ...]]:
    found = _owner(keys, known)
    owner = found or Owner()
    existed = found is not None
    notes = tuple([note for key in keys if (note := _claim(key, owner, person, known, existed=existed))])
    _learn(owner, person)
    return owner, notes


def _owner(keys: Sequence[Key], known: dict[Key, Owner]) -> Owner | None:
    """A shop's own id never joins two different phones: many shops give all guests the same id."""
    says_phone = False
    for key in keys:
        if key[0] in STRONG:
            says_phone = True
            if key in known:
                return known[key]
    weak = [known[key] for key in keys if key in known]
    return next((owner for owner in weak if not (says_phone and owner.phone)), None)


def _claim(key: Key, owner: Owner, person: Person, known: dict[Key, Owner], *, existed: bool) -> str:
    kind, value = key
    if key in known:
        elsewhere = known[key] is not owner and kind == EXTERNAL
        return "customer_id_elsewhere" if elsewhere else ""
    known[key] = owner
    owner.new_keys[key] = person.raw_phone[:LONGEST_KEY] if kind == PHONE else value
    if kind == PHONE:
        _send_to(owner, person.phone)
        return "phone_joined" if existed else ""
    return "customer_id_joined" if existed and kind == EXTERNAL else ""


def _send_to(owner: Owner, phone: Phone | None) -> None:
    if phone and (phone.can_receive_chat or not owner.phone):
        owner.phone = phone.e164
        owner.changed = True


def _learn(owner: Owner, person: Person) -> None:
    """Blanks are filled by anybody; what is known is changed only by what was said later, and has a time."""
    as_of, known, dated = person.as_of, owner.said, owner.details_at
    newer = as_of is not None and as_of > UNDATED and (dated is None or as_of > dated)
    for name, longest in DETAIL_LENGTHS:
        said = getattr(person, name)[:longest]
        if said and said != known[name] and (newer or _is_blank(name, known[name], dated)):
            known[name] = said
            owner.changed = True
    if newer:
        owner.details_at = as_of
        owner.changed = True


def _is_blank(name: str, known: str, dated: datetime | None) -> bool:
    """Everybody is a consumer until somebody says so, or says otherwise, with a time."""
    return not known or (dated is None and known == BLANK[name])


def _write(owners: list[Owner], made: list[Owner], now: datetime) -> None:
    lock(contact_ids=[owner.pk for owner in owners if owner.pk is not None])
    changed = [owner.row() for owner in owners if owner.changed and owner.pk is not None]
    for owner, pk in zip(made, reserve_ids(Contact, len(made)), strict=True):
        owner.pk = pk
    insert_rows(Contact, [{**owner.row(), "created_at": now} for owner in made])
    update_rows(Contact, changed)
    _write_identities(owners, now)


def _write_identities(owners: list[Owner], now: datetime) -> None:
    keys = sorted((key, raw, _id_of(owner)) for owner in owners for key, raw in owner.new_keys.items())
    rows = [
        {"kind": kind, "value": value, "raw": raw, "contact_id": contact_id, "created_at": now}
        for (kind, value), raw, contact_id in keys
    ]
    try:
        insert_rows(Identity, rows)
    except IntegrityError as error:  # the savepoint of `find_or_make` takes back what was written until here
        raise IdentityTakenError from error


# One look into the index for each key: the whole of (workspace, kind, value) is given.
OWNERS_OF_KEYS = """
SELECT i.kind, i.value, coalesce(c.root_id, c.id)
FROM asked JOIN contacts_identity i
    ON i.workspace_id = %(workspace)b AND i.kind = new.kind AND i.value = new.value
JOIN contacts_contact c ON c.workspace_id = %(workspace)b AND c.id = i.contact_id
"""
DETAILS_OF = f"""
SELECT id, phone, details_at, {", ".join(DETAILS)} FROM contacts_contact
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""  # noqa: S608 (names of our own columns)
