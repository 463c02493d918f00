"""Who has a conversation: taken by a person, given to a colleague or team, handed back to the assistant."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.models import User
from sapa.inbox.models import Handoff, Team
from sapa.inbox.selectors.teams import answering
from sapa.inbox.services import clocks, notices
from sapa.inbox.services.handoffs.opening import open_for_team
from sapa.messaging.models import Conversation, Message
from sapa.messaging.services import assign, cancel
from sapa.messaging.services.conversations import open_conversations
from sapa.web.errors import Refused, refusal

TALK_CLOSED = refusal(
    "talk_closed", _("This conversation is closed."), _("It opens again when one of you writes.")
)
STILL_WAITING = refusal(
    "still_waiting",
    _("The customer still waits for an answer, and the assistant answers only what is written from now on."),
    _("Answer first, then hand the conversation back."),
)
NO_SUCH_COLLEAGUE = refusal(
    "no_such_colleague",
    _("This person may not answer customers in this shop."),
    _("Choose somebody else from the list."),
)
TAKEN = "taken"
TAKEN_OVER = "taken_over"
HUMAN, NOBODY = Conversation.Owner.HUMAN, Conversation.Owner.NOBODY
LONGEST_WAIT = timedelta(days=7)


@transaction.atomic
def take(*, conversation: Conversation, person: User, now: datetime) -> None:
    """A person owns the conversation from here; what the assistant has not sent yet stays unsent.

    Raises Refused: talk_closed.
    """
    held = _hold(conversation.pk)
    silenced = _silence(held.pk, now)
    assign(conversation_id=held.pk, owner=HUMAN, assignee_id=person.pk)
    _begin_stretch(held.pk, person.pk, now)
    _tell(held, person.pk, person.pk, now)
    if silenced:
        clocks.unanswered(conversation_id=held.pk, now=now)


@transaction.atomic
def take_to_answer(*, conversation: Conversation, person: User, now: datetime) -> Conversation:
    """Whoever answers a conversation that nobody has takes it; a colleague's stays the colleague's.

    Returns where the answer will stand, held until the transaction ends: the open conversation where this one is
    closed.
    """
    held = _open_one(conversation, now)
    if held.owner == HUMAN and held.assignee_id:
        _begin_stretch(held.pk, person.pk, now)
    else:
        take(conversation=held, person=person, now=now)
    return held


@transaction.atomic
def hand_back(*, conversation: Conversation, person: User, now: datetime) -> None:
    """The assistant answers from the next message on; the people's stretch ends here.

    Raises Refused: talk_closed, still_waiting.
    """
    held = _hold(conversation.pk)
    if held.waiting_since:
        raise Refused(STILL_WAITING)
    _take_untaken([held.pk], person.pk, now)
    end_stretches(conversation_ids=[held.pk], at=now)
    assign(conversation_id=held.pk, owner=Conversation.Owner.ASSISTANT)


@transaction.atomic
def give_to_person(*, conversation: Conversation, to: int, by: User, now: datetime) -> None:
    """A colleague has it from here and is told. Raises Refused: talk_closed, no_such_colleague."""
    if to not in answering():
        raise Refused(NO_SUCH_COLLEAGUE)
    held = _hold(conversation.pk)
    silenced = _silence(held.pk, now)
    assign(conversation_id=held.pk, owner=HUMAN, assignee_id=to)
    _begin_stretch(held.pk, to, now)
    if silenced:
        clocks.unanswered(conversation_id=held.pk, now=now)
    _tell(held, to, by.pk, now)


@transaction.atomic
def give_to_team(*, conversation: Conversation, team: Team, by: User, now: datetime) -> None:
    """It waits for anybody of the team, whose rule may choose at once. Raises Refused: talk_closed."""
    held = _hold(conversation.pk)
    _silence(held.pk, now)
    _take_untaken([held.pk], by.pk, now)
    end_stretches(conversation_ids=[held.pk], at=now)
    _tell(held, None, by.pk, now)
    open_for_team(conversation=held, team=team, by=by, now=now)


def hold(*, conversation_id: int) -> None:
    """Whoever answers or takes it meanwhile waits until this transaction ends."""
    _locked(conversation_id)


def note_taken(*, conversation_ids: Sequence[int], at: datetime) -> None:
    """These wait for nobody any more, whoever it was that answered."""
    Handoff.objects.filter(conversation_id__in=conversation_ids, taken_at=None, at__lte=at).update(
        taken_at=at
    )


def end_stretches(*, conversation_ids: Iterable[int], at: datetime) -> None:
    """People have let go of these conversations: handed back, given on, or closed, taken before or not."""
    Handoff.objects.filter(conversation_id__in=list(conversation_ids), ended_at=None).update(ended_at=at)


def resume_stretches(*, conversation_id: int, ended_at: datetime) -> None:
    """What ended in that moment goes on: it was closed by mistake."""
    Handoff.objects.filter(conversation_id=conversation_id, ended_at=ended_at).update(ended_at=None)


def _tell(held: Conversation, to: int | None, by: int, now: datetime) -> None:
    """Whose it is now and whose it was until now, but whoever does it; `held` as it was before."""
    whom = {one for one in (to, held.assignee_id) if one not in (None, by)}
    notices.tell(kind="assigned", user_ids=whom, conversation_id=held.pk, now=now)


def _begin_stretch(conversation_id: int, person_id: int, now: datetime) -> None:
    """What was handed over is taken; who took it unasked begins a stretch of their own, which is kept too."""
    _take_untaken([conversation_id], person_id, now)
    if not Handoff.objects.filter(conversation_id=conversation_id, ended_at=None).exists():
        Handoff.objects.create(
            conversation_id=conversation_id, reason=TAKEN, at=now, taken_by_id=person_id, taken_at=now
        )


def _take_untaken(conversation_ids: Sequence[int], person_id: int, now: datetime) -> None:
    waiting = Handoff.objects.filter(conversation_id__in=conversation_ids, taken_at=None)
    waiting.update(taken_by_id=person_id, taken_at=now)


def _silence(conversation_id: int, now: datetime) -> int:
    """How many messages of the assistant were left unsent. What delivery holds now is stopped there, by the owner."""
    mine = Message.objects.filter(conversation_id=conversation_id, by="assistant", state="planned")
    waiting = mine.filter(at__gt=now - LONGEST_WAIT).order_by("pk").select_for_update(skip_locked=True)
    ids = list(waiting.values_list("pk", flat=True))
    return cancel(message_ids=ids, reasons=[TAKEN_OVER], now=now) if ids else 0


def _hold(conversation_id: int) -> Conversation:
    held = _locked(conversation_id)
    if not held.open:
        raise Refused(TALK_CLOSED)
    return held


def _open_one(conversation: Conversation, now: datetime) -> Conversation:
    """Whoever closes it at this moment has done so before, or waits."""
    held, pair = _locked(conversation.pk), (conversation.contact_id, conversation.channel_id)
    while not held.open:
        held = _locked(open_conversations(pairs=[pair], now=now)[pair])
    return held


def _locked(conversation_id: int) -> Conversation:
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("contact__root")
    return rows.get(pk=conversation_id)
