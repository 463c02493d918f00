"""All decisions about one follow-up, or about one message that somebody wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.lists import FollowUpRow, row_of, zone_of
from sapa.journeys.selectors.why.telling import Subject, Told, told
from sapa.messaging.models import Message

NEWEST = 8


@dataclass(frozen=True, slots=True)
class Story:
    """`row` and `follow_up` where a journey planned it, `message` where one was made; newest decision first."""

    contact: Contact
    zone: str
    decisions: Sequence[Told]
    row: FollowUpRow | None = None
    follow_up: FollowUp | None = None
    message: Message | None = None
    author: str = ""


def story_of_follow_up(one: FollowUp) -> Story:
    row = row_of(one)
    known = list(Decision.objects.filter(follow_up=one).order_by("-id")[:NEWEST])
    subject = Subject(one.klass, one.segment, row.zone, one.contact, one)
    return Story(
        contact=one.contact,
        zone=row.zone,
        decisions=told([*_silent(one, known), *known], subject),
        row=row,
        follow_up=one,
        message=_message(one.message_id),
    )


def _silent(one: FollowUp, decisions: Sequence[Decision]) -> list[Decision]:
    """Given up without a decision of its own, as older versions did: its reasons tell it all the same."""
    ends = [row for row in decisions if row.action == "drop"]
    if one.state != FollowUp.State.DROPPED or ends or not one.finished_at:
        return []
    return [
        Decision(
            follow_up=one,
            contact=one.contact,
            at=one.finished_at,
            stage=Decision.Stage.EVENT,
            action="drop",
            reasons=one.reasons,
        )
    ]


def _message(message_id: int | None) -> Message | None:
    return Message.objects.filter(pk=message_id).first() if message_id else None


def story_of_message(public_id: UUID) -> Story:
    """Of the follow-up behind it, or of the message itself. Raises Http404, also for what a customer wrote."""
    messages = Message.objects.filter(direction="out").select_related("contact")
    message = get_object_or_404(messages, public_id=public_id)
    planned = FollowUp.objects.select_related("contact", "order", "journey", "enrolment")
    one = planned.filter(pk=message.follow_up_id).first() if message.follow_up_id else None
    if one:
        return story_of_follow_up(one)
    zone = zone_of(message.contact, workspace().timezone)
    decisions = list(Decision.objects.filter(message_id=message.pk).order_by("-id")[:NEWEST])
    subject = Subject(message.klass or "reply", message.contact.segment, zone, message.contact)
    return Story(
        contact=message.contact,
        zone=zone,
        decisions=told(decisions, subject),
        message=message,
        author=_author(message),
    )


def _author(message: Message) -> str:
    if message.by == "assistant":
        return _("Assistant")
    person = User.objects.filter(pk=message.author_id).first() if message.author_id else None
    return str(person) if person else _("Team") if message.by == "agent" else "Sapa"
