"""What WhatsApp refused as free text goes once more as the template that was wanted with it (integrations.md 1.6)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors.templates import unusable
from sapa.messaging.services.outgoing import queue

WINDOW_CLOSED = "131047"
FORM, TEMPLATE = "form", "template"


@transaction.atomic
def send_as_templates(*, message_ids: Iterable[int], now: datetime) -> dict[int, int]:
    """New messages by the refused ones: WhatsApp knows better than we whether the 24 hours have passed.

    Left out, for a person to see: those without a template, or whose template may not be used, or that went as one.
    """
    refused = Message.objects.filter(pk__in=list(message_ids), error=WINDOW_CLOSED).order_by("pk")
    named = [one for one in refused if wants_template(one)]
    stopped = unusable((one.channel_id, str(one.payload[TEMPLATE])) for one in named)
    going = [one for one in named if (one.channel_id, one.payload[TEMPLATE]) not in stopped]
    made = dict(
        zip([one.pk for one in going], queue(outgoing=[_once_more(o) for o in going], now=now), strict=True)
    )
    for message in Message.objects.filter(pk__in=made.values(), state=Message.State.PLANNED):
        message.payload = {**message.payload, FORM: TEMPLATE}
        message.save(update_fields=["payload"])
    return made


def wants_template(one: Message) -> bool:
    """It was refused as free text, and a template was wanted with it."""
    wanted = bool(one.payload.get(TEMPLATE)) and one.payload.get(FORM) != TEMPLATE
    return one.error == WINDOW_CLOSED and wanted


def key_of_template(one: Message) -> str:
    return f"as-template:{one.pk}"


def _once_more(one: Message) -> Outgoing:
    return Outgoing(
        contact_id=one.contact_id,
        channel_id=one.channel_id,
        klass=one.klass,
        kind=one.kind,
        category=one.category,
        by=one.by,
        author_id=one.author_id,
        text=one.text,
        template=one.payload[TEMPLATE],
        language=one.payload.get("language", "id"),
        parameters=one.payload.get("parameters", {}),
        parts=one.payload.get("parts", {}),
        key=key_of_template(one),
        order_id=one.order_id,
        follow_up_id=one.follow_up_id,
        deadline=one.deadline,
        delivery_class=one.delivery_class,
        priority=one.priority,
    )
