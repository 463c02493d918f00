"""One turn as it begins: whose message it is, what is remembered, what may be told; a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import settings_in_force, workspace
from sapa.assistant.answer.business import business
from sapa.assistant.answer.settings import SETTING, Chosen, chosen_from
from sapa.assistant.flows.articles import search
from sapa.assistant.flows.remembering import Heard, heard_in, recall
from sapa.assistant.flows.tools import Records, Whose
from sapa.assistant.model.choice import Plug, plug_of
from sapa.assistant.understand.reading import context_of, said
from sapa.commerce.models import Order
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.contacts.selectors.tags import tags_of
from sapa.domain.dialogue.talking import filled
from sapa.domain.dialogue.types import Customer, Talk, Turn
from sapa.domain.honorifics import panggilan
from sapa.domain.understanding.types import Understood
from sapa.messaging.models import Conversation, Message
from sapa.messaging.selectors import last_nudges

WHATSAPP = "whatsapp"


@dataclass(frozen=True, slots=True)
class Sitting:
    """`heard`: every slot that the customer told so far, this message too."""

    message: Message
    conversation: Conversation
    turn: Turn
    records: Records
    context: str | None
    heard: Heard


@dataclass(frozen=True, slots=True)
class Shop:
    """What is the same for every message of a moment."""

    workspace: Workspace
    version: int
    settings: Mapping[str, Any]
    choice: Chosen
    plug: Plug


def shop_now() -> Shop:
    version, settings = settings_in_force()
    return Shop(workspace(), version, settings, _chosen(settings), plug_of(settings))


def _chosen(settings: Mapping[str, Any]) -> Chosen:
    """What cannot be read is as if nothing were chosen: customers are answered all the same."""
    try:
        return chosen_from(settings.get(SETTING))
    except ValueError:
        return Chosen()


def seat(
    message: Message,
    conversation: Conversation,
    shop: Shop,
    now: datetime,
    *,
    reading: Understood | None = None,
) -> Sitting:
    """`message` with its contact and root, and its channel; the contact is held. `reading`: in place of our own."""
    contact = message.contact.root or message.contact
    talk, before = recall(conversation.pk, now)
    whose = _whose(message, contact, talk)
    records = Records(whose, search, now)
    context = context_now(message)
    turn = Turn(
        said=said(
            message,
            context,
            channel=message.channel.kind,
            high_value=shop.choice.high_value,
            reading=reading,
        ),
        talk=talk,
        customer=customer_of(contact, proven=whose.proven or bool(whose.order)),
        business=business(shop.workspace, shop.settings, shop.version, shop.choice, contact.segment, now),
        tools=records,
        now=now,
    )
    told = heard_in(filled(talk, turn.said), before)
    return Sitting(message, conversation, turn, records, context, told)


def customer_of(contact: Contact, *, proven: bool) -> Customer:
    return Customer(
        address=address(contact),
        proven=proven,
        name=contact.name,
        tags=tuple(tag.key for tag in tags_of(contact.pk)),
        segment=contact.segment,
    )


def address(contact: Contact) -> str:
    return panggilan(
        contact.name, segment=contact.segment, gender=contact.gender, preferred=contact.preferred_address
    )


def _whose(message: Message, contact: Contact, talk: Talk) -> Whose:
    """A WhatsApp number is its owner's; elsewhere an order is read that they proved, if no other has its number."""
    if talk.proven_order:
        proved = list(Order.objects.filter(number=talk.proven_order).values_list("contact_id", flat=True)[:2])
        if len(proved) == 1:
            return Whose(tuple(proved), proven=False, order=talk.proven_order)
    return Whose(tuple(members([contact.pk])), proven=message.channel.kind == WHATSAPP)


def context_now(message: Message) -> str | None:
    """What our last message asked for (`understanding.CONTEXTS`)."""
    nudge = last_nudges([message.contact_id], before=message.at).get(message.contact_id)
    if nudge is None:
        return None
    since = Message.objects.filter(
        conversation_id=message.conversation_id,
        direction="out",
        klass="reply",
        at__gt=nudge.at,
        at__lt=message.at,
    )
    return context_of(message, nudge, answered_since=since.exists())
