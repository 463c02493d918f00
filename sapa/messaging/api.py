"""Conversations and messages to read; answering stands in the inbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema

from sapa.accounts.api import needs, now_of
from sapa.accounts.schemas import Scope
from sapa.contacts.selectors import contact_by_public_id, members
from sapa.domain.message_templates import places
from sapa.messaging.models import Conversation, Message, Template
from sapa.messaging.selectors import conversation_by_public_id
from sapa.messaging.selectors.conversations import window_from
from sapa.messaging.selectors.templates import may_be_sent
from sapa.messaging.services.templates import draft_of
from sapa.web.shapes import Page, Paging, last_first, newest_first

router = Router(tags=["conversations"])
READ = needs(Scope.MESSAGES_READ)


class WindowTold(Schema):
    """Free text may be sent until then; `until` is null when the customer has not written yet."""

    open: bool
    until: datetime | None


class ConversationTold(Schema):
    """The talk with one customer on one channel. `owner`: assistant, human or nobody."""

    id: UUID
    contact_id: UUID
    channel: str
    open: bool
    owner: str
    waiting_since: datetime | None
    last_message_at: datetime
    preview: str
    unread: int
    window: WindowTold


class MessageTold(Schema):
    """`state` is how far it got here, `delivery` what the provider said of it."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    direction: str
    by: str
    type: str
    klass: str
    kind: str
    text: str
    state: str
    delivery: str
    at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    error: str
    reasons: list[str]


class Asked(Paging):
    """`waiting`: only those whose customer waits for an answer."""

    contact_id: UUID | None = None
    waiting: bool = False


@router.get(
    "/conversations",
    response=Page[ConversationTold],
    summary=_("Conversations, newest message first"),
    **READ,
)
def list_conversations(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    now = now_of(request)
    rows = Conversation.objects.exclude(preview_direction="").select_related("contact__root", "channel")
    if asked.contact_id:
        rows = rows.filter(contact_id__in=members([contact_by_public_id(asked.contact_id).pk]))
    if asked.waiting:
        rows = rows.filter(waiting_since__isnull=False)
    return newest_first(
        rows, "last_message_at", asked, lambda found: (conversation_told(row, now) for row in found)
    )


@router.get(
    "/conversations/{uuid:conversation_id}", response=ConversationTold, summary=_("One conversation"), **READ
)
def get_conversation(request: HttpRequest, conversation_id: UUID) -> dict[str, Any]:
    return conversation_told(conversation_by_public_id(conversation_id), now_of(request))


@router.get(
    "/conversations/{uuid:conversation_id}/messages",
    response=Page[MessageTold],
    summary=_("Messages of a conversation, newest first"),
    **READ,
)
def list_messages(request: HttpRequest, conversation_id: UUID, paging: Query[Paging]) -> dict[str, Any]:
    talk = conversation_by_public_id(conversation_id)
    rows = Message.objects.filter(conversation=talk).select_related("conversation", "contact__root")
    return newest_first(rows, "at", paging, lambda found: map(message_told, found))


@router.get("/messages/{uuid:message_id}", response=MessageTold, summary=_("One message"), **READ)
def get_message(request: HttpRequest, message_id: UUID) -> dict[str, Any]:
    rows = Message.objects.select_related("conversation", "contact__root")
    return message_told(get_object_or_404(rows, public_id=message_id))


def conversation_told(row: Conversation, now: datetime) -> dict[str, Any]:
    names = ("open", "owner", "waiting_since", "last_message_at", "preview", "unread")
    window = window_from(row.last_inbound_at, now)
    return {
        **{name: getattr(row, name) for name in names},
        "id": row.public_id,
        "contact_id": (row.contact.root or row.contact).public_id,
        "channel": row.channel.name,
        "window": {"open": window.open, "until": window.until},
    }


def message_told(row: Message) -> dict[str, Any]:
    apart = {"id", "conversation_id", "contact_id"}
    return {
        **{name: getattr(row, name) for name in MessageTold.model_fields if name not in apart},
        "id": row.public_id,
        "conversation_id": row.conversation.public_id,
        "contact_id": (row.contact.root or row.contact).public_id,
    }


class TemplateTold(Schema):
    """A template of one number in one language. `parameters`: names that `POST /contacts/{id}/templates` fills.

    `usable`: it can be sent now. `status` is the provider's word, `text` holds each parameter as {{name}}.
    """

    name: str
    language: str
    channel_id: UUID
    channel: str
    category: str
    status: str
    usable: bool
    text: str
    parameters: list[str]


@router.get("/templates", response=Page[TemplateTold], summary=_("Templates, last made first"), **READ)
def list_templates(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    rows = Template.objects.filter(archived=False).select_related("channel")
    return last_first(rows, paging, _templates_told)


def _templates_told(rows: list[Template]) -> list[dict[str, Any]]:
    usable = may_be_sent(rows)
    return [_template_told(row, row.pk in usable) for row in rows]


def _template_told(row: Template, usable: bool) -> dict[str, Any]:
    return {
        "name": row.name,
        "language": row.language,
        "channel_id": row.channel.public_id,
        "channel": row.channel.name,
        "category": row.category,
        "status": row.status,
        "usable": usable,
        "text": row.body,
        "parameters": sorted(places(draft_of(row))),
    }
