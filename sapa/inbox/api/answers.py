"""Answering a customer as a person does, and sending templates: by the same window, guard and policy."""

from typing import Annotated, Any, Literal, cast
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Status
from pydantic import StringConstraints

from sapa.accounts.api import ApiRequest, needs, now_of
from sapa.accounts.models import User
from sapa.accounts.schemas import Scope
from sapa.contacts.selectors import contact_by_public_id
from sapa.inbox import services
from sapa.messaging.api import MessageTold, message_told
from sapa.messaging.models import Message, Template
from sapa.messaging.selectors import conversation_by_public_id
from sapa.web.shapes import Given, Lines, Word

router = Router(tags=["conversations"])


class AnswerGiven(Given):
    """Free text; WhatsApp takes it within 24 hours after the customer wrote."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")]


@router.post(
    "/conversations/{uuid:conversation_id}/answers",
    response={201: MessageTold},
    summary=_("Answer a customer, as the person who made the key"),
    **needs(Scope.MESSAGES_WRITE),
)
def answer_conversation(request: HttpRequest, conversation_id: UUID, given: AnswerGiven) -> Status[Any]:
    """A person owns the conversation from here; the assistant keeps silent."""
    message_id = services.reply(
        conversation=conversation_by_public_id(conversation_id),
        text=given.text,
        author=get_object_or_404(User, pk=cast(ApiRequest, request).caller.author_id),
        client_id=uuid4().hex,
        now=now_of(request),
    )
    return _told(message_id)


class ValueGiven(Given):
    """What stands for one parameter of a template."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[!-~]+$")]
    value: Lines


class TemplateGiven(Given):
    """A template of `GET /templates` with a value for each of its parameters.

    `klass`: what the contact policy takes it for; a marketing template is a promo.
    """

    template: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[!-~]+$")]
    language: Word = "id"
    channel_id: UUID | None = Field(None, description="The number that was connected first unless said")
    klass: Literal["notice", "reminder", "care", "promo"]
    values: list[ValueGiven] = Field(default_factory=list, max_length=50)


@router.post(
    "/contacts/{uuid:contact_id}/templates",
    response={201: MessageTold},
    summary=_("Send a template to a customer, if the contact policy lets it go now"),
    **needs(Scope.MESSAGES_WRITE),
)
def send_template(request: HttpRequest, contact_id: UUID, given: TemplateGiven) -> Status[Any]:
    """Nothing waits: what may not go now is refused with the reason, and with the time when it may."""
    message_id = services.send_template(
        contact=contact_by_public_id(contact_id),
        template=_template(given),
        values={one.name: one.value for one in given.values},
        klass=given.klass,
        author_id=cast(ApiRequest, request).caller.author_id,
        now=now_of(request),
    )
    return _told(message_id)


def _template(given: TemplateGiven) -> Template:
    rows = Template.objects.filter(name=given.template, language=given.language, archived=False)
    if given.channel_id:
        rows = rows.filter(channel__public_id=given.channel_id)
    found = rows.order_by("channel_id").first()
    if found is None:
        raise Http404
    return found


def _told(message_id: int) -> Status[Any]:
    rows = Message.objects.select_related("conversation", "contact__root")
    return Status(201, message_told(rows.get(pk=message_id)))
