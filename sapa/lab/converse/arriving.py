"""A customer's message as its channel brings it, and what the shop had sent just before."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sapa.domain.recipes import LIBRARY
from sapa.events.models import RawDelivery
from sapa.events.services import sources
from sapa.journeys.models import FollowUp, Journey
from sapa.lab.converse.shop import ACCOUNT_ID, NUMBER_ID
from sapa.messaging.models import Channel, Message
from sapa.messaging.schemas import InboundMessage, Parsed
from sapa.messaging.services import open_conversations, receive

CONTEXTS: Mapping[str, str] = MappingProxyType(
    {
        "promo_broadcast": "kangen_pelanggan",
        "csat_survey": "csat",
        "nps_survey": "nps",
        "delivery_followup": "cek_setelah_tiba",
        "payment_reminder": "checkout_belum_bayar",
        "lead_followup": "kontak_pertama",
        "renewal_reminder": "perpanjang_langganan",
        "replenishment_reminder": "isi_ulang",
    }
)
FILES = {
    "image": "image/jpeg",
    "video": "video/mp4",
    "audio": "audio/ogg",
    "document": "application/pdf",
    "sticker": "image/webp",
}
OTHER_NAMES = {"photo": "image", "voice": "audio", "voice_note": "audio", "file": "document", "foto": "image"}
JUST_BEFORE = timedelta(seconds=2)


def arrive(channel: Channel, sender: str, text: str, attachment: str, number: int, at: datetime) -> None:
    """`sender`: digits of a WhatsApp number; elsewhere whatever the channel knows somebody by."""
    wamid = f"in-{number}"
    if channel.kind != "whatsapp":
        kind = attachment if attachment in FILES else "text"
        said = InboundMessage(
            id=wamid, number_id=channel.external_id, user_id=sender, type=kind, text=text, at=at
        )
        receive(channel=channel, parsed=Parsed(messages=(said,)), now=at)
        return
    body = json.dumps(_webhook(sender, _message(sender, text, attachment, wamid, at))).encode()
    assert channel.endpoint_id is not None  # noqa: S101 it was created with one
    delivery = RawDelivery.objects.create(
        endpoint_id=channel.endpoint_id, kind="whatsapp", received_at=at, body=body, next_at=at, state="done"
    )
    sources()["whatsapp"].apply([delivery], at)


def attached(given: object) -> str:
    """image, video, audio, document, sticker, location or blank. Raises ValueError for anything else."""
    kind = given.get("type") if isinstance(given, dict) else given
    if not kind:
        return ""
    found = OTHER_NAMES.get(str(kind), str(kind))
    if found not in FILES and found != "location":
        raise ValueError(f"attachment: {kind!r} is none that customers send")
    return found


def nudge(contact_id: int, channel: Channel, context: str, order_id: int | None, at: datetime) -> None:
    """A message of this kind that left by itself just before. Raises ValueError for an unknown kind."""
    if context not in CONTEXTS:
        raise ValueError(f"context: {context!r} is none of {', '.join(CONTEXTS)}")
    recipe, left = LIBRARY[CONTEXTS[context]], at - JUST_BEFORE
    journey, _ = Journey.objects.get_or_create(
        recipe=CONTEXTS[context], defaults={"mode": "live", "updated_at": left}
    )
    row = FollowUp.objects.create(
        journey=journey,
        contact_id=contact_id,
        order_id=order_id,
        recipe=journey.recipe,
        key=f"{journey.recipe}:{left.isoformat()}",
        step="1",
        klass=recipe.klass,
        category=recipe.category,
        segment="b2c",
        priority=recipe.priority,
        state=FollowUp.State.SENT,
        **dict.fromkeys(("created_at", "due_at", "planned_at", "finished_at"), left),
    )
    [conversation_id] = open_conversations(pairs=[(contact_id, channel.pk)], now=left).values()
    message = Message.objects.create(
        conversation_id=conversation_id,
        contact_id=contact_id,
        channel=channel,
        direction="out",
        klass=recipe.klass,
        kind=journey.recipe,
        category=recipe.category,
        by="system",
        text=journey.recipe,
        order_id=order_id,
        follow_up_id=row.pk,
        state=Message.State.ACCEPTED,
        delivery=Message.Delivery.READ,
        **dict.fromkeys(("at", "not_before", "accepted_at", "sent_at", "delivered_at", "read_at"), left),
    )
    FollowUp.objects.filter(pk=row.pk).update(message_id=message.pk)


def _webhook(sender: str, message: Mapping[str, Any]) -> dict[str, Any]:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": NUMBER_ID},
        "contacts": [{"wa_id": sender}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT_ID, "changes": [change]}]}


def _message(sender: str, text: str, attachment: str, wamid: str, at: datetime) -> dict[str, Any]:
    plain = {"from": sender, "id": wamid, "timestamp": str(int(at.timestamp()))}
    if not attachment:
        return plain | {"type": "text", "text": {"body": text}}
    if attachment == "location":
        return plain | {"type": "location", "location": {"latitude": -6.2, "longitude": 106.8, "name": text}}
    file = {"id": f"file-{wamid}", "mime_type": FILES[attachment]} | ({"caption": text} if text else {})
    return plain | {"type": attachment, attachment: file}
