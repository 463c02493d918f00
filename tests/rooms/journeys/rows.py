"""Follow-ups as rows, where a test is about lists and not about how they came to be."""

from datetime import datetime, timedelta
from typing import Any

from sapa.contacts.models import Contact
from sapa.journeys.models import FollowUp, Journey
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import create_channel

RECIPE = "checkout_belum_bayar"


def contact(name: str, now: datetime, **more: Any) -> Contact:
    return Contact.objects.create(name=name, created_at=now, **more)


def follow_up(who: Contact, now: datetime, *, recipe: str = RECIPE, **more: Any) -> FollowUp:
    journey, _made = Journey.objects.get_or_create(
        recipe=recipe, defaults={"mode": "live", "updated_at": now}
    )
    plain = {
        "key": f"{recipe}:{FollowUp.objects.count()}",
        "step": "1",
        "klass": "reminder",
        "category": "utility",
        "segment": "b2c",
        "priority": 20,
        "created_at": now,
        "due_at": now,
        "planned_at": now,
        "next_at": now,
    }
    return FollowUp.objects.create(journey=journey, contact=who, recipe=recipe, **(plain | more))


def sent(who: Contact, at: datetime, **more: Any) -> FollowUp:
    told: dict[str, Any] = {"state": "sent", "finished_at": at, "next_at": None}
    return follow_up(who, at, **(told | more))


def held(who: Contact, now: datetime, *reasons: str, **more: Any) -> FollowUp:
    return follow_up(who, now, reasons=list(reasons), **({"next_at": now + timedelta(hours=1)} | more))


def talk(who: Contact, now: datetime) -> Conversation:
    channel = Channel.objects.first()
    channel = channel or create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)
    told = {"last_message_at": now, "last_inbound_at": now, "preview": "Halo", "preview_direction": "in"}
    return Conversation.objects.create(contact=who, channel=channel, **told)


def wrote(where: Conversation, at: datetime, text: str = "Halo", **more: Any) -> Message:
    plain = {
        "direction": "in",
        "by": "customer",
        "state": "received",
        "klass": "",
        "at": at,
        "not_before": at,
    }
    return Message.objects.create(
        conversation=where, contact=where.contact, channel=where.channel, text=text, **(plain | more)
    )
