"""What customers agreed to and do not want, with proof."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router, Status

from sapa.accounts.api import may, needs, now_of
from sapa.accounts.schemas import Scope
from sapa.contacts import selectors, services
from sapa.contacts.api.shapes import (
    ConsentGiven,
    ConsentTold,
    OptOutGiven,
    OptOutTold,
    consents_told,
    opt_outs_told,
)
from sapa.web.shapes import Page, page_of

router = Router(tags=["contacts"])
READ, WRITE = needs(Scope.CONTACTS_READ), needs(Scope.CONTACTS_WRITE)
MOST = 200


@router.get(
    "/contacts/{uuid:contact_id}/consents",
    response=Page[ConsentTold],
    summary=_("What a customer agreed to, newest first"),
    **READ,
)
def list_consents(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    chosen = selectors.contact_by_public_id(contact_id)
    return page_of(consents_told(selectors.consents_of(chosen.pk)[:MOST]), None)


@router.post(
    "/contacts/{uuid:contact_id}/consents",
    response={201: Page[ConsentTold]},
    summary=_("Write a consent or a refusal down"),
    **WRITE,
)
def write_consent(request: HttpRequest, contact_id: UUID, given: ConsentGiven) -> Status[Any]:
    chosen, now = selectors.contact_by_public_id(contact_id), now_of(request)
    services.check_told_at(at=given.at, now=now)
    services.write_consent(contact_id=chosen.pk, now=now, **given.model_dump())
    return _written(request, contact_id, list_consents)


@router.get(
    "/contacts/{uuid:contact_id}/opt-outs",
    response=Page[OptOutTold],
    summary=_("What a customer does not want, newest first"),
    **READ,
)
def list_opt_outs(request: HttpRequest, contact_id: UUID) -> dict[str, Any]:
    chosen = selectors.contact_by_public_id(contact_id)
    return page_of(opt_outs_told(selectors.opt_outs_of(chosen.pk)[:MOST]), None)


@router.post(
    "/contacts/{uuid:contact_id}/opt-outs",
    response={201: Page[OptOutTold]},
    summary=_("Write a wish not to be written to down"),
    **WRITE,
)
def write_opt_out(request: HttpRequest, contact_id: UUID, given: OptOutGiven) -> Status[Any]:
    chosen, now = selectors.contact_by_public_id(contact_id), now_of(request)
    services.check_told_at(at=given.at, now=now)
    services.write_opt_out(contact_id=chosen.pk, now=now, **given.model_dump())
    return _written(request, contact_id, list_opt_outs)


@router.post(
    "/contacts/{uuid:contact_id}/opt-outs/end",
    response={201: Page[OptOutTold]},
    summary=_("A customer took such a wish back"),
    **WRITE,
)
def end_opt_outs(request: HttpRequest, contact_id: UUID, given: OptOutGiven) -> Status[Any]:
    """Ends the open wishes of this scope and channel; one that was told later still holds."""
    chosen, now = selectors.contact_by_public_id(contact_id), now_of(request)
    services.check_told_at(at=given.at, now=now)
    told: dict[str, Any] = given.model_dump(exclude={"scope", "channel"})
    open_until = {"ended_at": None, "at__lte": given.at, "scope": given.scope, "channel": given.channel}
    for wish in selectors.opt_outs_of(chosen.pk).filter(**open_until):
        services.end_opt_out(contact_id=chosen.pk, opt_out_id=wish.pk, now=now, **told)
    return _written(request, contact_id, list_opt_outs)


def _written(request: HttpRequest, contact_id: UUID, told: Callable[..., dict[str, Any]]) -> Status[Any]:
    """Writing includes no reading: the list is empty to a key that may not see it."""
    seen = may(request, Scope.CONTACTS_READ)
    return Status(201, told(request, contact_id) if seen else page_of([], None))
