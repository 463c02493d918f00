"""Customers: found, told of, corrected; their words and the shop's own fields."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Status

from sapa.accounts.api import may, needs, now_of
from sapa.accounts.schemas import Scope
from sapa.contacts import selectors, services
from sapa.contacts.api.shapes import (
    ContactChanged,
    ContactGiven,
    ContactTold,
    ContactWhole,
    FieldsGiven,
    TagsGiven,
    contacts_told,
    unseen,
    whole,
)
from sapa.contacts.models import Contact
from sapa.web.shapes import Line, Page, Paging, newest_first, page_of

router = Router(tags=["contacts"])
READ, WRITE = needs(Scope.CONTACTS_READ), needs(Scope.CONTACTS_WRITE)
SOURCE = "api"


class Asked(Paging):
    """`q`: part of a name, phone, e-mail or number; it finds one page. `tag`: a word on the customer."""

    q: Line = ""
    tag: Line = ""


@router.get("/contacts", response=Page[ContactTold], summary=_("Customers, newest first"), **READ)
def list_contacts(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    tag = selectors.tag_key(asked.tag)
    if asked.q.strip():
        return page_of(contacts_told(selectors.search(asked.q[:100], asked.limit, tag=tag)), None)
    return newest_first(selectors.people(tag=tag), "created_at", asked, contacts_told)


@router.post(
    "/contacts",
    response={200: ContactWhole, 201: ContactWhole},
    summary=_("Tell of a customer: made when nobody has told of them yet"),
    **WRITE,
)
def tell_contact(request: HttpRequest, given: ContactGiven) -> Status[Any]:
    told = services.tell_contact(**given.model_dump(), source=SOURCE, now=now_of(request))
    return Status(201 if told.created else 200, _written(request, Contact.objects.get(pk=told.contact_id)))


@router.get("/contacts/{uuid:contact_id}", response=ContactWhole, summary=_("One customer"), **READ)
def get_contact(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    return whole(selectors.contact_by_public_id(contact_id))


@router.patch("/contacts/{uuid:contact_id}", response=ContactWhole, summary=_("Correct a customer"), **WRITE)
def change_contact(request: HttpRequest, contact_id: UUID, given: ContactChanged) -> dict[str, Any]:
    chosen = selectors.contact_by_public_id(contact_id)
    changes = given.model_dump(exclude_unset=True)
    services.correct(contact_id=chosen.pk, changes=changes, now=now_of(request))
    return _written(request, selectors.contact_by_public_id(contact_id))


@router.put("/contacts/{uuid:contact_id}/tags", response=ContactWhole, summary=_("Set the tags"), **WRITE)
def set_contact_tags(request: HttpRequest, contact_id: UUID, given: TagsGiven) -> dict[str, Any]:
    chosen = selectors.contact_by_public_id(contact_id)
    services.set_tags(contact_id=chosen.pk, names=given.tags, now=now_of(request))
    return _written(request, chosen)


@router.put(
    "/contacts/{uuid:contact_id}/fields",
    response=ContactWhole,
    summary=_("Fill the shop's own fields"),
    **WRITE,
)
def set_contact_fields(request: HttpRequest, contact_id: UUID, given: FieldsGiven) -> dict[str, Any]:
    chosen = selectors.contact_by_public_id(contact_id)
    services.fill_fields(
        contact_id=chosen.pk, named={one.name: one.value for one in given.fields}, now=now_of(request)
    )
    return _written(request, chosen)


def _written(request: HttpRequest, row: Contact) -> dict[str, Any]:
    """Writing includes no reading."""
    return whole(row) if may(request, Scope.CONTACTS_READ) else unseen(row)
