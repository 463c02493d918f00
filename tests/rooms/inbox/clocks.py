"""What tests of clocks have in common: a conversation, what was said in it, and how each clock stands."""

from datetime import datetime, timedelta

from sapa.inbox.models import Clock
from sapa.inbox.services import clocks
from sapa.messaging.models import Conversation, Message
from tests.rooms.journeys.rows import contact, talk

MINUTE = timedelta(minutes=1)


def conversation(now: datetime, name: str = "Dewi", phone: str = "+6281300000011") -> Conversation:
    return talk(contact(name, now, phone=phone), now)


def write(
    where: Conversation, at: datetime, *, arrived: datetime | None = None, told: bool = True
) -> Message:
    """The customer writes; `told`: the clocks hear of it at once."""
    arrived = arrived or at
    message = Message.objects.create(
        conversation=where,
        contact=where.contact,
        channel=where.channel,
        direction="in",
        by="customer",
        text="Halo",
        state="received",
        at=at,
        not_before=arrived,
    )
    newest = max(where.last_inbound_at or at, at)
    Conversation.objects.filter(pk=where.pk).update(last_inbound_at=newest, waiting_since=at)
    where.last_inbound_at = newest
    if told:
        clocks.customer_wrote(message_ids=[message.pk], now=arrived)
    return message


def said_back(where: Conversation, at: datetime, *, by: str = "agent", state: str = "accepted") -> Message:
    kind = "assistant_reply" if by == "assistant" else "agent_reply"
    return Message.objects.create(
        conversation=where,
        contact=where.contact,
        channel=where.channel,
        direction="out",
        klass="reply",
        kind=kind,
        by=by,
        text="Baik",
        state=state,
        at=at,
        not_before=at,
    )


def answer(where: Conversation, at: datetime, by: str = "agent", author_id: int | None = None) -> Message:
    """Written and told, as a reply does."""
    message = said_back(where, at, by=by)
    who = "assistant" if by == "assistant" else "agent"
    clocks.answered(conversation_id=where.pk, by=who, author_id=author_id, at=at, now=at)  # type: ignore[arg-type]
    return message


def standing(where: Conversation) -> dict[str, str]:
    """The newest clock of each kind: its state."""
    rows = Clock.objects.filter(conversation=where).order_by("started_at", "id")
    return {row.kind: row.state for row in rows}


def only(kind: str) -> Clock:
    return Clock.objects.exclude(state="dropped").get(kind=kind)
