"""Answering a customer as a person of the team does: by the same window, guard and policy."""

from typing import Annotated, Any, cast
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import StringConstraints

from sapa.accounts.api import ApiRequest, needs, now_of
from sapa.accounts.models import User
from sapa.accounts.schemas import Scope
from sapa.inbox import services
from sapa.messaging.api import MessageTold, message_told
from sapa.messaging.models import Message
from sapa.messaging.selectors import conversation_by_public_id
from sapa.web.shapes import Given

router = Router(tags=["conversations"])


class AnswerGiven(Given):
    """Free text; WhatsApp takes it within 24 hours after the customer wrote."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[^\x00]*$")]


@router.post(
    "/conversations/{uuid:conversation_id}/answers",
    response={201: MessageTold},
    summary="Answer a customer, as the person who made the key",
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
    rows = Message.objects.select_related("conversation", "contact__root")
    return Status(201, message_told(rows.get(pk=message_id)))
