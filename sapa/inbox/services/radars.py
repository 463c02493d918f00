"""The radar: the same problem of several customers, and one message to all whom it will concern (product.md 14)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace_ids
from sapa.accounts.services import audit
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.contacts.selectors import roots
from sapa.domain.orders import OVER
from sapa.domain.policy.settings import COMPLAINT_KINDS
from sapa.domain.recipes import NEWS
from sapa.inbox.models import Radar, RadarPerson, Ticket, TicketStep
from sapa.inbox.services.tickets.rules import rules
from sapa.journeys.services import Composed, compose, journey_of_house
from sapa.messaging.models import Template
from sapa.messaging.selectors import channels
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

RADAR_TEXT = refusal(
    "radar_text",
    _("The news need words, at most 700 characters."),
    _("Write in a sentence or two what happened and what the shop does."),
)
LONGEST = 700
OPEN_FOR = timedelta(days=60)
USEFUL = timedelta(days=3)
AT_ONCE = 200
# A way of paying is neither a product nor a courier.
WATCHED = sorted(COMPLAINT_KINDS - {"payment"})

TOLD = """
SELECT kind, product_id, courier, count(DISTINCT root), min(opened_at) FROM (
    SELECT t.kind, CASE WHEN t.kind <> 'delivery' THEN t.product_id END AS product_id,
        CASE WHEN t.kind = 'delivery' THEN lower(t.courier) ELSE '' END AS courier,
        coalesce(c.root_id, c.id) AS root, t.opened_at
    FROM inbox_ticket t JOIN contacts_contact c ON c.workspace_id = t.workspace_id AND c.id = t.contact_id
    WHERE t.workspace_id = %(workspace)b AND t.opened_at > %(since)b AND t.state <> 'merged'
        AND t.kind = ANY(%(kinds)b::text[])
) AS told
WHERE product_id IS NOT NULL OR courier <> ''
GROUP BY kind, product_id, courier HAVING count(DISTINCT root) >= %(many)b
ORDER BY kind, product_id, courier
"""
# Open orders with the product or the courier; who has an open ticket about it is answered there.
CONCERNED = """
SELECT DISTINCT ON (root) root, order_id FROM (
    SELECT coalesce(c.root_id, c.id) AS root, o.id AS order_id, o.placed_at
    FROM commerce_order o JOIN contacts_contact c ON c.workspace_id = o.workspace_id AND c.id = o.contact_id
    WHERE o.workspace_id = %(workspace)b AND o.placed_at > %(since)b AND o.delivered_at IS NULL
        AND o.cancelled_at IS NULL AND o.status <> ALL(%(over)b::text[])
        AND (%(product)b::bigint IS NULL OR EXISTS (SELECT 1 FROM commerce_orderline l
            WHERE l.workspace_id = o.workspace_id AND l.order_id = o.id AND l.product_id = %(product)b::bigint))
        AND (%(courier)b = '' OR EXISTS (SELECT 1 FROM commerce_shipment s
            WHERE s.workspace_id = o.workspace_id AND s.order_id = o.id AND s.delivered_at IS NULL
                AND left(lower(s.courier), 32) = %(courier)b))
) AS waiting
WHERE NOT EXISTS (SELECT 1 FROM inbox_ticket t
    JOIN contacts_contact p ON p.workspace_id = t.workspace_id AND p.id = t.contact_id
    WHERE t.workspace_id = %(workspace)b AND t.kind = %(kind)b AND t.state IN ('open', 'waiting')
        AND coalesce(p.root_id, p.id) = waiting.root)
ORDER BY root, placed_at DESC, order_id DESC
"""


def watch_radars(*, now: datetime) -> int:
    """In every workspace: problems of many are found, approved news composed; returns how many people were told."""
    return sum(_watch_workspace(workspace_id, now) for workspace_id in workspace_ids())


def _watch_workspace(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        find(now=now)
        return tell(now=now)


@transaction.atomic
def find(*, now: datetime) -> list[Radar]:
    """Those that are new. One that was decided on is not found again while its tickets count."""
    _prepare(now)
    chosen = rules()
    since = now - timedelta(days=chosen.days)
    given = {"workspace": current_workspace_id(), "since": since, "kinds": WATCHED, "many": chosen.many}
    found = {row[:3]: row[3:] for row in fetch(TOLD, given)}
    recent = Radar.objects.filter(found_at__gt=since) | Radar.objects.filter(state=Radar.State.FOUND)
    by_itself = {"state": Radar.State.DISMISSED, "decided_by_id": None}
    known = {(row.kind, row.product_id, row.courier): row for row in recent.exclude(**by_itself)}
    _count(known, found, now)
    new = [
        Radar(
            kind=kind,
            product_id=product,
            courier=courier,
            customers=count,
            since=first,
            found_at=now,
            seen_at=now,
        )
        for (kind, product, courier), (count, first) in found.items()
        if (kind, product, courier) not in known
    ]
    Radar.objects.bulk_create(new, ignore_conflicts=True)
    return list(Radar.objects.filter(found_at=now, state=Radar.State.FOUND).order_by("pk"))


def _prepare(now: datetime) -> None:
    """From the first complaint on, every number has the template of the news: WhatsApp takes its time to approve it."""
    numbers = set(channels().values_list("pk", flat=True))
    known = Template.objects.filter(name__startswith=f"{NEWS}_", channel_id__in=numbers)
    lacking = numbers - set(known.values_list("channel_id", flat=True))
    if lacking and Ticket.objects.filter(kind__in=WATCHED).exists():
        journey_of_house(recipe=NEWS, now=now)


def _count(
    known: dict[tuple[Any, ...], Radar], found: dict[tuple[Any, ...], tuple[Any, ...]], now: datetime
) -> None:
    """What is a problem of many no more goes by itself, and may come again."""
    for about, row in known.items():
        if about in found:
            Radar.objects.filter(pk=row.pk).update(customers=found[about][0], seen_at=now)
        elif row.state == Radar.State.FOUND:
            Radar.objects.filter(pk=row.pk).update(state=Radar.State.DISMISSED, decided_at=now)


def concerned(radar: Radar, *, now: datetime) -> list[tuple[int, int]]:
    """(person, order) of everybody whom the problem may still meet: the newest open order of each."""
    given = {
        "workspace": current_workspace_id(),
        "since": now - OPEN_FOR,
        "over": sorted(OVER),
        "product": radar.product_id,
        "courier": radar.courier,
        "kind": radar.kind,
    }
    return [(int(root), int(order)) for root, order in fetch(CONCERNED, given)]


def letter(radar: Radar, person: tuple[int, int], text: str, now: datetime) -> Composed:
    root, order_id = person
    return Composed(
        contact_id=root,
        key=f"{radar.pk}:{root}",
        text=text,
        due_at=now,
        expires_at=now + USEFUL,
        order_id=order_id,
    )


def checked_text(text: str) -> str:
    """Raises Refused(radar_text)."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Refused(RADAR_TEXT)
    return text


@transaction.atomic
def approve(*, radar: Radar, text: str, now: datetime, author_id: int | None = None) -> int:
    """Freezes whom the news concern and what they say; a worker composes them. Returns how many people.

    Raises Refused(radar_text), and Refused(changed_meanwhile) when somebody has decided already.
    """
    row = _undecided(radar)
    row.text, row.state = checked_text(text), Radar.State.APPROVED
    row.decided_at, row.decided_by_id = now, author_id
    row.save(update_fields=["text", "state", "decided_at", "decided_by_id"])
    people = concerned(row, now=now)
    RadarPerson.objects.bulk_create(
        RadarPerson(radar=row, contact_id=root, order_id=order_id) for root, order_id in people
    )
    told = [
        TicketStep(ticket=ticket, at=now, author_id=author_id, action="told", data={"radar": row.pk})
        for ticket in tickets_of(row, now=now)
    ]
    TicketStep.objects.bulk_create(told)
    audit(action="radar.approved", subject=f"radar:{row.public_id}", now=now, data={"people": len(people)})
    return len(people)


@transaction.atomic
def dismiss(*, radar: Radar, now: datetime, author_id: int | None) -> None:
    """Nobody is told. Raises Refused(changed_meanwhile)."""
    row = _undecided(radar)
    row.state, row.decided_at, row.decided_by_id = Radar.State.DISMISSED, now, author_id
    row.save(update_fields=["state", "decided_at", "decided_by_id"])
    audit(action="radar.dismissed", subject=f"radar:{row.public_id}", now=now)


def tickets_of(radar: Radar, *, now: datetime) -> "QuerySet[Ticket]":
    """Those that told it and are not solved yet."""
    rows = Ticket.objects.filter(kind=radar.kind, state__in=[Ticket.State.OPEN, Ticket.State.WAITING])
    rows = rows.filter(opened_at__gte=radar.since, opened_at__lte=now)
    about = {"product_id": radar.product_id} if radar.product_id else {"courier__iexact": radar.courier}
    return rows.filter(**about).select_related("contact", "order", "product").order_by("-opened_at", "-pk")


def _undecided(radar: Radar) -> Radar:
    row = Radar.objects.select_for_update(no_key=True).get(pk=radar.pk)
    if row.state != Radar.State.FOUND:
        raise Refused(CHANGED_MEANWHILE)
    return row


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Some people of one approved radar get their follow-up; another worker takes another radar."""
    approved = Radar.objects.filter(state=Radar.State.APPROVED).order_by("pk")
    radar = approved.select_for_update(no_key=True, skip_locked=True).first()
    if radar is None:
        return 0
    rows = list(RadarPerson.objects.filter(radar=radar, follow_up=None).order_by("pk")[:AT_ONCE])
    person = roots(row.contact_id for row in rows)
    orders = {
        person[row.contact_id]: row.order_id for row in reversed(rows)
    }  # who was joined since is told once
    letters = [letter(radar, one, radar.text, now) for one in orders.items()]
    told = dict(zip(orders, compose(recipe=NEWS, letters=letters, now=now), strict=True))
    for row in rows:
        row.follow_up = told[person[row.contact_id]]
    RadarPerson.objects.bulk_update(rows, ["follow_up"])
    if len(rows) < AT_ONCE:
        Radar.objects.filter(pk=radar.pk).update(state=Radar.State.SENT)
    return len(rows)
