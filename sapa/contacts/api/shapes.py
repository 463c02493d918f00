"""What the API takes and tells about people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import StringConstraints

from sapa.contacts.models import Consent, Contact, OptOut
from sapa.contacts.selectors import answers_of, tags_of
from sapa.web.shapes import Given, Line, Moment, Word

Email = Annotated[str, StringConstraints(max_length=200, pattern=r"^([!-?A-~]+@[!-?A-~]+)?$")]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3})?$")]
Postcode = Annotated[str, StringConstraints(max_length=12, pattern=r"^[A-Za-z0-9 -]*$")]
Place = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]*$")]
Proof = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]


class ContactTold(Schema):
    """A customer as lists have it. `timezone` is blank unless it was set by hand."""

    id: UUID
    name: str
    company: str
    phone: str
    email: str
    segment: str
    language: str
    timezone: str
    preferred_address: str
    country: str
    province: str
    city: str
    postcode: str
    created_at: datetime


class FieldTold(Schema):
    """One of the shop's own fields; `value` is blank when nothing is known."""

    name: str
    kind: str
    value: str


class ContactWhole(ContactTold):
    """A customer with the words and the shop's own fields.

    Blank but for `id` and `created_at` to a key that writes and may not read customers.
    """

    tags: list[str]
    fields: list[FieldTold]


class ContactGiven(Given):
    """At least one of phone, e-mail and external_id says who it is; the phone is the strongest."""

    phone: Line = ""
    name: Line = ""
    company: Line = ""
    email: Email = ""
    external_id: Annotated[str, StringConstraints(max_length=120, pattern=r"^[!-~]*$")] = Field(
        "", description="Your own number of this customer"
    )
    segment: Literal["", "b2c", "b2b"] = ""
    country: Country = ""
    province: Place = ""
    city: Place = ""
    postcode: Postcode = ""


class ContactChanged(Given):
    """Only what is sent is changed; a blank takes away what was known."""

    name: Line = ""
    company: Line = ""
    segment: Literal["b2c", "b2b"] = "b2c"
    language: Language = ""
    timezone: Zone = Field("", description="IANA name; blank goes by address and phone")
    preferred_address: Word = ""
    country: Country = ""
    province: Place = ""
    city: Place = ""
    postcode: Postcode = ""


class TagsGiven(Given):
    """These and no others."""

    tags: list[Word] = Field(max_length=50)


class FieldGiven(Given):
    """By its name; a blank value takes away what was known."""

    name: Word
    value: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class FieldsGiven(Given):
    """Those that are named; the others stay as they are."""

    fields: list[FieldGiven] = Field(max_length=50)


Source = Literal["whatsapp", "phone", "in_person", "form", "email", "marketplace"]


class ConsentGiven(Given):
    """What the customer said, how and when; the newest for a channel holds. Blank: for every channel."""

    purpose: Literal["promo", "anytime"] = "promo"
    channel: Literal["", "whatsapp", "email", "telegram"] = ""
    state: Literal["granted", "denied"]
    source: Source
    proof: Proof = Field(min_length=1, description="Where it can be looked up")
    at: Moment


class ConsentTold(Schema):
    purpose: str
    channel: str
    state: str
    source: str
    proof: str
    at: datetime


class OptOutGiven(Given):
    """A wish not to be written to; without a channel it holds on all of them."""

    scope: Literal["promo", "follow_up", "all"]
    channel: Literal["", "whatsapp", "email", "telegram"] = ""
    source: Source
    proof: Proof = Field(min_length=1, description="Where it can be looked up")
    at: Moment


class OptOutTold(Schema):
    """`ended_at`: since when it holds no more."""

    scope: str
    channel: str
    source: str
    proof: str
    at: datetime
    ended_at: datetime | None


def contact_told(row: Contact) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ContactTold.model_fields if name != "id"}
    return {"id": row.public_id, **same}


def contacts_told(rows: Iterable[Contact]) -> list[dict[str, Any]]:
    return [contact_told(row) for row in rows]


def whole(row: Contact) -> dict[str, Any]:
    fields = [{"name": a.field.name, "kind": a.field.kind, "value": a.value} for a in answers_of(row)]
    return {**contact_told(row), "tags": [tag.name for tag in tags_of(row.pk)], "fields": fields}


def unseen(row: Contact) -> dict[str, Any]:
    """What a key learns that may not read customers: which one it is."""
    blank: dict[str, Any] = dict.fromkeys(ContactTold.model_fields, "")
    return {**blank, "id": row.public_id, "created_at": row.created_at, "tags": [], "fields": []}


def consents_told(rows: Iterable[Consent]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in ConsentTold.model_fields} for row in rows]


def opt_outs_told(rows: Iterable[OptOut]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in OptOutTold.model_fields} for row in rows]
