"""A ticket is opened: numbered, linked to what it is about, known to policy and journeys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from sapa.commerce.models import Order, OrderLine, Product, Shipment
from sapa.contacts.selectors import members, roots
from sapa.contacts.services import TicketNews, lock, new_ticket_ids, note_tickets
from sapa.domain import tickets
from sapa.events.services import NewEvent, record
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.teams import watchers
from sapa.inbox.services import clocks, notices
from sapa.inbox.services.tickets.rules import rules
from sapa.inbox.services.tickets.steps import add_step
from sapa.messaging.models import Conversation
from sapa.web.errors import Refused, refusal

TICKET_SUMMARY = refusal(
    "ticket_summary",
    _("A ticket needs one sentence that says what is wrong."),
    _("Write it in at most 200 characters."),
)
TICKET_ABOUT = refusal(
    "ticket_about",
    _("This order or product does not belong to this customer's ticket."),
    _("Choose one of the customer's orders, or leave it blank."),
)
TICKET_SLOTS = refusal(
    "ticket_slots",
    _("These details do not fit this kind of ticket: %(names)s."),
    _("Choose one of the answers of the list, or at most 300 characters."),
)
LONGEST_SUMMARY = 200
TRIES = 50
LOW_SCORE = 2
FRESH = timedelta(days=7)
UNTAKEN = ("score", "assistant")
By = Literal["agent", "assistant", "customer", "score", "api"]


@dataclass(frozen=True, slots=True)
class About:
    """What a ticket is linked to."""

    order_id: int | None = None
    product_id: int | None = None
    courier: str = ""


@transaction.atomic
def open_ticket(
    *,
    contact_id: int,
    kind: str,
    summary: str,
    opened_by: By,
    now: datetime,
    conversation_id: int | None = None,
    order_id: int | None = None,
    product_id: int | None = None,
    slots: Mapping[str, str] | None = None,
    priority: int = 0,
    author_id: int | None = None,
) -> Ticket:
    """Opens it for the person whom all joined records make up; `slots` as `domain.tickets` names them.

    Raises Refused(ticket_summary, ticket_about, ticket_slots).
    """
    lock(contact_ids=[contact_id])
    root = roots([contact_id])[contact_id]
    summary, given = " ".join(summary.split()), checked_slots(kind, slots or {})
    if not summary or len(summary) > LONGEST_SUMMARY:
        raise Refused(TICKET_SUMMARY)
    about = linked(members([root]), order_id=order_id, product_id=product_id)
    before, talk_id = _before(root, kind, about, now), _conversation_of(root, conversation_id)
    ticket = _numbered(
        Ticket(
            case_id=new_ticket_ids(1)[0],
            contact_id=root,
            conversation_id=talk_id,
            assignee_id=_taker_of(talk_id),
            order_id=about.order_id,
            product_id=about.product_id,
            courier=about.courier,
            kind=kind,
            priority=priority,
            summary=summary,
            slots=given,
            opened_by=opened_by,
            opened_at=now,
            repeats=before,
            updated_at=now,
        )
    )
    add_step(ticket, "opened", now=now, author_id=author_id, by=opened_by)
    note(ticket, "opened", now=now)
    tell_taker(ticket, author_id, now)
    clocks.ticket_opened(ticket_id=ticket.pk, now=now)
    ticket.refresh_from_db(fields=["due_at"])
    return ticket


def checked_slots(kind: str, slots: Mapping[str, str]) -> dict[str, str]:
    """Without blanks. Raises Refused(ticket_slots)."""
    given = {name: " ".join(value.split()) for name, value in slots.items()}
    if wrong := tickets.faults_of(kind, given):
        raise Refused(TICKET_SLOTS, names=", ".join(sorted(wrong)))
    return tickets.kept_slots(kind, given)


def linked(people: Mapping[int, int], *, order_id: int | None, product_id: int | None) -> About:
    """With the courier of the order's newest parcel, and its product when it has only one.

    Raises Refused(ticket_about): an order of somebody else, a product that is not in the order.
    """
    if order_id is None:
        if product_id and not Product.objects.filter(pk=product_id).exists():
            raise Refused(TICKET_ABOUT)
        return About(None, product_id)
    if not Order.objects.filter(pk=order_id, contact_id__in=people).exists():
        raise Refused(TICKET_ABOUT)
    bought = set(OrderLine.objects.filter(order_id=order_id).values_list("product_id", flat=True))
    if product_id and product_id not in bought:
        raise Refused(TICKET_ABOUT)
    parcels = Shipment.objects.filter(order_id=order_id).exclude(courier="").order_by("-status_at", "-pk")
    courier = parcels.values_list("courier", flat=True).first() or ""
    only = bought.pop() if len(bought) == 1 else None
    return About(order_id, product_id or only, courier[:32])


def note(
    ticket: Ticket, state: Literal["opened", "resolved", "reopened"], *, now: datetime, by: str = ""
) -> None:
    """What policy and journeys know of it, and the log; `by`: agent or assistant, who answered."""
    news = TicketNews(
        contact_id=ticket.contact_id,
        ticket_id=ticket.case_id,
        state=state,
        at=now,
        kind=ticket.kind,
        number=number_of(ticket),
        summary=ticket.summary,
        answered_by=by,
        order_id=ticket.order_id,
        own=True,
    )
    note_tickets(news=[news], now=now)
    key = f"sapa:ticket:{ticket.case_id}:{state}" + ("" if state == "opened" else f"@{now.isoformat()}")
    data = {"ticket": ticket.case_id}
    record(events=[NewEvent(f"ticket.{state}", key, now, ticket.contact_id, ticket.order_id, data)], now=now)


def tell_taker(ticket: Ticket, author_id: int | None, now: datetime) -> None:
    """Whoever is given a ticket by somebody else learns of it; what nobody of the team has opened, whoever is there."""
    whom = (
        [ticket.assignee_id] if ticket.assignee_id else watchers(now) if ticket.opened_by in UNTAKEN else []
    )
    others = [one for one in whom if one != author_id]
    notices.tell(kind="ticket", user_ids=others, ticket_id=ticket.pk, now=now)


def number_of(ticket: Ticket) -> str:
    return ticket.called


@transaction.atomic
def open_of_score(
    *, contact_id: int, score: int, order_id: int | None, case_id: int | None, at: datetime, now: datetime
) -> Ticket | None:
    """Somebody who is not satisfied gets a ticket, unless a ticket of ours about it is open already.

    Scores of long ago, as imports tell them, open none.
    """
    if score > LOW_SCORE or now - at > FRESH:
        return None
    lock(contact_ids=[contact_id])
    rated = Ticket.objects.filter(case_id=case_id).first() if case_id else None
    asked = Ticket.objects.filter(contact_id__in=members([contact_id]), state__in=OPEN)
    if (rated and rated.state in OPEN) or asked.filter(Q(order_id=order_id), opened_by="score").exists():
        return None
    return open_ticket(
        contact_id=contact_id,
        kind=Ticket.Kind.COMPLAINT,
        summary=tickets.score_summary(score),
        opened_by="score",
        order_id=order_id or (rated.order_id if rated else None),
        conversation_id=rated.conversation_id if rated else None,
        priority=Ticket.Priority.HIGH,
        now=now,
    )


OPEN = (Ticket.State.OPEN, Ticket.State.WAITING)


def _conversation_of(root: int, conversation_id: int | None) -> int | None:
    """The one given, else the newest one of the person that is open."""
    theirs = Conversation.objects.filter(contact_id__in=members([root]))
    if conversation_id:
        return theirs.filter(pk=conversation_id).values_list("pk", flat=True).first()
    newest = theirs.filter(open=True).order_by("-last_message_at", "-pk")
    return newest.values_list("pk", flat=True).first()


def _taker_of(conversation_id: int | None) -> int | None:
    """Whoever has the conversation has its problem."""
    if conversation_id is None:
        return None
    taken = Conversation.objects.filter(pk=conversation_id, open=True, owner=Conversation.Owner.HUMAN)
    return taken.values_list("assignee_id", flat=True).first()


def _before(root: int, kind: str, about: About, now: datetime) -> Ticket | None:
    """The newest ticket of the same problem (S2-K4); those that were joined to others are no tickets any more."""
    within = timedelta(days=rules().recurring)
    mine = Ticket.objects.filter(contact_id__in=members([root]), kind=kind).exclude(state=Ticket.State.MERGED)
    recent = mine.filter(Q(opened_at__gte=now - within) | Q(solved_at__gte=now - within))
    newer = tickets.Problem(kind, now, about.order_id, about.product_id)
    for row in recent.order_by(F("solved_at").desc(nulls_first=True), "-opened_at", "-pk"):
        last_at = row.solved_at if row.state == Ticket.State.SOLVED and row.solved_at else now
        older = tickets.Problem(row.kind, last_at, row.order_id, row.product_id)
        if tickets.is_repeat(newer, now, older, within=within):
            return row
    return None


def _numbered(ticket: Ticket) -> Ticket:
    """The next number; two that open at once ask again, nobody waits for a counter."""
    for _try in range(TRIES):
        ticket.number = (Ticket.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        try:
            with transaction.atomic():
                Ticket.objects.bulk_create([ticket])
        except IntegrityError:
            continue
        return ticket
    raise RuntimeError("no free number for a ticket")
