"""Numbers, their opened tokens and their approved templates."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sapa.base.scope import current_workspace_id
from sapa.messaging.models import Channel, Template
from sapa.messaging.schemas import Sender
from sapa.messaging.services.channels import opened_token


def channels() -> QuerySet[Channel]:
    return Channel.objects.order_by("id")


def channel_by_public_id(public_id: UUID) -> Channel:
    """With its endpoint. Raises Http404."""
    return get_object_or_404(Channel.objects.select_related("endpoint"), public_id=public_id)


def approved_templates(channel_id: int) -> dict[str, Template]:
    """By name; an older approval in another language does not count."""
    rows = Template.objects.filter(channel_id=channel_id, status="APPROVED", language="id")
    return {template.name: template for template in rows}


def sender(channel: Channel) -> Sender:
    """The channel with its token opened, free of the database. Raises SealError."""
    return Sender(
        channel_id=channel.pk,
        workspace_id=current_workspace_id(),
        kind=channel.kind,
        external_id=channel.external_id,
        account_id=channel.account_id,
        rate_per_second=channel.rate_per_second,
        credential=opened_token(channel),
    )
