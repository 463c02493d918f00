"""What a customer was asked last: by a recipe that wants an answer, or by anybody of the shop."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.contacts.selectors import members
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Message

CSAT, NPS, AFTER_COMPLAINT, REVIEW = "csat", "nps", "pasca_keluhan", "minta_ulasan"
ANSWERED_IN_CHAT = (CSAT, NPS, AFTER_COMPLAINT, REVIEW)
NUDGES = ("reminder", "care", "promo")
A_SECOND = timedelta(seconds=1)
NEVER_LEFT = (
    Message.State.PLANNED,
    Message.State.CANCELLED,
    Message.State.FAILED,
    Message.State.EXPIRED,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the customer was asked last; `kind`: the recipe of the library that it is, or was copied from."""

    follow_up: FollowUp
    kind: str
    asked_at: datetime
    message_id: int

    @property
    def ticket(self) -> int | None:
        enrolment = self.follow_up.enrolment
        return enrolment.refs.get("ticket") if enrolment else None

    def is_open(self, at: datetime) -> bool:
        return at - self.asked_at <= timedelta(hours=LIBRARY[self.kind].response_hours)


def question_before(message: Message) -> Question | None:
    """The newest message that Sapa sent by itself, when it asks for an answer of these kinds."""
    nudge = nudge_before(message)
    if nudge is None or nudge.follow_up_id is None:
        return None
    rows = FollowUp.objects.select_related("journey", "enrolment").filter(pk=nudge.follow_up_id)
    row = rows.first()
    kind = (row.journey.origin or row.recipe) if row else ""
    if row is None or kind not in ANSWERED_IN_CHAT:
        return None
    return Question(row, kind, nudge.accepted_at or nudge.at, nudge.pk)


def nudge_before(message: Message) -> Message | None:
    """WhatsApp tells whole seconds: an answer of the second in which it was asked came after it.

    What is sent for a joined record reaches the number of its root, and is answered from there.
    """
    rows = Message.objects.filter(
        contact_id__in=list(members([message.contact_id])),
        direction="out",
        klass__in=NUDGES,
        at__lt=message.at + A_SECOND,
        pk__lt=message.pk,
    )
    return rows.exclude(state__in=NEVER_LEFT).order_by("-at", "-pk").first()


def said_before(message: Message) -> Message | None:
    """What the shop said last before this message came, whoever wrote it: that is what is answered."""
    ours = Message.objects.filter(
        conversation_id=message.conversation_id, direction="out", pk__lt=message.pk
    ).exclude(type="reaction")
    return ours.exclude(state__in=NEVER_LEFT).order_by("-at", "-pk").first()
