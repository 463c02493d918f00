"""Outgoing webhooks: made, changed, tried and told again by the programs that receive them."""

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import StringConstraints

from sapa.accounts.api import may, needs, now_of
from sapa.accounts.schemas import Scope
from sapa.accounts.services import audit
from sapa.base.ahead import asks_first, told_first
from sapa.base.clock import machine_now
from sapa.events import selectors, services
from sapa.events.models import Webhook, WebhookDelivery
from sapa.web.shapes import Flag, Given, Moment, Page, Paging, Word, last_first, page_of

router = Router(tags=["webhooks"])
MANAGE = needs(Scope.WEBHOOKS)
Label = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
Url = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://[!-~]+$")]


class WebhookGiven(Given):
    """`events`: names of docs/events.md."""

    url: Url
    events: list[Word] = Field(min_length=1, max_length=100)
    label: Label = ""


class SwitchGiven(Given):
    active: Flag


class SpanGiven(Given):
    """Events that happened from `since` until just before `until`, 31 days at most."""

    since: Moment
    until: Moment


class WebhookTold(Schema):
    """`off_reason` says why Sapa itself switched it off."""

    id: UUID
    url: str
    label: str
    events: list[str]
    active: bool
    off_reason: str
    failing_since: datetime | None
    created_at: datetime


class WebhookMade(WebhookTold):
    """`secret` is told only here."""

    secret: str


class DeliveryTold(Schema):
    """`id` is the webhook-id that the receiver sees."""

    id: str
    type: str
    state: str
    attempts: int
    next_at: datetime
    created_at: datetime


class CountTold(Schema):
    count: int


@router.get("/webhooks", response=Page[WebhookTold], summary=_("Outgoing webhooks"), **MANAGE)
def list_webhooks(request: HttpRequest) -> dict[str, Any]:
    return page_of(map(_told, selectors.webhooks()), None)


def look_up(request: HttpRequest) -> services.Looked | None:
    """Of a body that tells an address; whatever else is wrong with it is found later."""
    if not may(request, Scope.WEBHOOKS):
        return None
    try:
        url = json.loads(request.body)["url"]
    except (ValueError, TypeError, KeyError, RequestDataTooBig):
        return None
    return services.look_up(url) if isinstance(url, str) else None


@router.post("/webhooks", response={201: WebhookMade}, summary=_("Make a webhook"), **MANAGE)
@asks_first(look_up)
def create_webhook(request: HttpRequest, given: WebhookGiven) -> Status[Any]:
    made, secret = services.create_webhook(
        **given.model_dump(), looked=told_first(request), now=now_of(request)
    )
    _note(request, "webhook.made", made)
    return Status(201, {**_told(made), "secret": secret})


@router.get("/webhooks/{uuid:webhook_id}", response=WebhookTold, summary=_("One webhook"), **MANAGE)
def get_webhook(request: HttpRequest, webhook_id: UUID) -> dict[str, Any]:
    return _told(selectors.webhook_by_public_id(webhook_id))


@router.put("/webhooks/{uuid:webhook_id}", response=WebhookTold, summary=_("Change a webhook"), **MANAGE)
@asks_first(look_up)
def change_webhook(request: HttpRequest, webhook_id: UUID, given: WebhookGiven) -> dict[str, Any]:
    chosen = selectors.webhook_by_public_id(webhook_id)
    services.change_webhook(webhook_id=chosen.pk, **given.model_dump(), looked=told_first(request))
    _note(request, "webhook.changed", chosen)
    return get_webhook(request, webhook_id)


@router.delete("/webhooks/{uuid:webhook_id}", response={204: None}, summary=_("Remove a webhook"), **MANAGE)
def remove_webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    chosen = selectors.webhook_by_public_id(webhook_id)
    services.remove_webhook(webhook_id=chosen.pk)
    _note(request, "webhook.removed", chosen)
    return HttpResponse(status=204)


@router.put(
    "/webhooks/{uuid:webhook_id}/active",
    response=WebhookTold,
    summary=_("Switch a webhook on or off"),
    **MANAGE,
)
def switch_webhook(request: HttpRequest, webhook_id: UUID, given: SwitchGiven) -> dict[str, Any]:
    chosen = selectors.webhook_by_public_id(webhook_id)
    services.switch_webhook(webhook_id=chosen.pk, active=given.active)
    _note(request, "webhook.switched", chosen)
    return get_webhook(request, webhook_id)


@router.post(
    "/webhooks/{uuid:webhook_id}/secret", response={201: WebhookMade}, summary=_("A new secret"), **MANAGE
)
def rotate_webhook_secret(request: HttpRequest, webhook_id: UUID) -> Status[Any]:
    """Both sign until the next rotation."""
    chosen = selectors.webhook_by_public_id(webhook_id)
    secret = services.rotate_webhook_secret(webhook_id=chosen.pk)
    _note(request, "webhook.secret_rotated", chosen)
    return Status(201, {**_told(chosen), "secret": secret})


@router.post(
    "/webhooks/{uuid:webhook_id}/test", response={201: DeliveryTold}, summary=_("Send a test"), **MANAGE
)
def try_webhook(request: HttpRequest, webhook_id: UUID) -> Status[Any]:
    chosen = selectors.webhook_by_public_id(webhook_id)
    return Status(201, _delivery(services.try_webhook(webhook_id=chosen.pk, now=machine_now())))


@router.post(
    "/webhooks/{uuid:webhook_id}/replay",
    response={200: CountTold},
    summary=_("Tell everything of a span again"),
    **MANAGE,
)
def replay_webhook(request: HttpRequest, webhook_id: UUID, given: SpanGiven) -> dict[str, Any]:
    chosen = selectors.webhook_by_public_id(webhook_id)
    count = services.replay_webhook_span(webhook_id=chosen.pk, now=machine_now(), **given.model_dump())
    _note(request, "webhook.replayed", chosen)
    return {"count": count}


@router.get(
    "/webhooks/{uuid:webhook_id}/deliveries",
    response=Page[DeliveryTold],
    summary=_("What a webhook was told, newest first"),
    **MANAGE,
)
def list_webhook_deliveries(request: HttpRequest, webhook_id: UUID, paging: Query[Paging]) -> dict[str, Any]:
    chosen = selectors.webhook_by_public_id(webhook_id)
    rows = WebhookDelivery.objects.filter(webhook=chosen).select_related("event")
    return last_first(rows, paging, lambda found: map(_delivery, found))


def _told(row: Webhook) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in WebhookTold.model_fields if name != "id"}
    return {"id": row.public_id, **same}


def _delivery(row: WebhookDelivery) -> dict[str, Any]:
    names = ("state", "attempts", "next_at", "created_at")
    name = row.event.name if row.event else "webhook.test"
    return {"id": f"msg_{row.public_id.hex}", "type": name, **{one: getattr(row, one) for one in names}}


def _note(request: HttpRequest, action: str, chosen: Webhook) -> None:
    audit(action=action, subject=str(chosen.public_id), now=now_of(request))
