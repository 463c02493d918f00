"""What the pure journeys must know about people, by set."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q

from sapa.commerce.models import Order, OrderLine, Subscription
from sapa.contacts.models import Contact, ContactState, LedgerEntry
from sapa.contacts.selectors import customers
from sapa.domain import journeys, policy
from sapa.domain.journeys.facts import Purchase
from sapa.domain.zones.resolve import resolve
from sapa.events.models import Event
from sapa.journeys.models import FollowUp
from sapa.journeys.services.gathering import rules

RUNNING = ("active", "grace")
ANSWERERS = ("agent", "assistant")
SCORES = ("feedback.rated", "nps.answered")


class Dealings(NamedTuple):
    """What a person bought and was told, from all records that were merged into the root."""

    orders: dict[str, Any] | None = None
    subscribed_since: datetime | None = None
    last_answered_at: datetime | None = None
    purchases: tuple[Purchase, ...] = ()
    scores: Mapping[str, int] = {}


def facts_of_people(
    roots: dict[int, int],
    *,
    known: Mapping[int, policy.Customer] | None = None,
    chosen: policy.Policy | None = None,
) -> dict[int, journeys.PersonFacts]:
    """By root contact; `roots` are all records of these people, merged ones too, with their root.

    `known` and `chosen`: customers and policy where the caller has read them already.
    """
    if not roots:
        return {}
    wanted = sorted(set(roots.values()))
    people = known or customers(wanted)
    rules_in_force = chosen or rules().policy
    follow_ups, dealings = _known_follow_ups(roots), _dealings(roots)
    states = _states(roots)
    return {
        contact.pk: _person(
            contact,
            zone_of(people[contact.pk], rules_in_force),
            follow_ups.get(contact.pk, ()),
            states.get(contact.pk, []),
            dealings.get(contact.pk, Dealings()),
        )
        for contact in Contact.objects.filter(pk__in=wanted).order_by("pk")
    }


def _states(roots: Mapping[int, int]) -> dict[int, list[ContactState]]:
    found: dict[int, list[ContactState]] = {}
    for state in ContactState.objects.filter(contact_id__in=list(roots)).order_by("updated_at"):
        found.setdefault(roots[state.contact_id], []).append(state)
    return found


def _person(
    contact: Contact,
    zone: str,
    follow_ups: tuple[journeys.KnownFollowUp, ...],
    states: list[ContactState],
    dealings: Dealings,
) -> journeys.PersonFacts:
    orders = dealings.orders or {}
    rated = [state.last_csat for state in states if state.last_csat is not None]
    scores = dealings.scores
    return journeys.PersonFacts(
        contact_id=contact.pk,
        segment=contact.segment,
        zone=zone,
        name=contact.name,
        company=contact.company,
        gender=contact.gender,
        preferred_address=contact.preferred_address,
        last_paid_at=max((state.last_paid_at for state in states if state.last_paid_at), default=None),
        last_csat=scores.get("feedback.rated", rated[-1] if rated else None),
        last_nps=scores.get("nps.answered"),
        has_subscription=dealings.subscribed_since is not None,
        follow_ups=follow_ups,
        paid_orders=orders.get("paid", 0),
        delivered_orders=orders.get("delivered", 0),
        last_order_at=orders.get("newest"),
        subscribed_since=dealings.subscribed_since,
        last_answered_at=dealings.last_answered_at,
        purchases=dealings.purchases,
    )


def _dealings(roots: Mapping[int, int]) -> dict[int, Dealings]:
    """Five questions for the whole batch; merged records are added up by their root."""
    orders, since = _orders(roots), _earliest(_subscriptions(roots), roots)
    answered, bought, scores = _latest(_answers(roots), roots), _purchases(roots), _scores(roots)
    return {
        root: Dealings(
            orders.get(root),
            since.get(root),
            answered.get(root),
            tuple(bought.get(root, ())),
            scores.get(root, {}),
        )
        for root in set(roots.values())
    }


def _scores(roots: Mapping[int, int]) -> dict[int, dict[str, int]]:
    """The newest score of each kind, by the event that told it."""
    rows = Event.objects.filter(contact_id__in=list(roots), name__in=SCORES, data__has_key="score")
    found: dict[int, dict[str, int]] = {}
    for contact_id, name, score in rows.order_by("at", "pk").values_list("contact_id", "name", "data__score"):
        if contact_id is not None and isinstance(score, int):
            found.setdefault(roots[contact_id], {})[name] = score
    return found


def _orders(roots: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    live = Order.objects.filter(contact_id__in=list(roots)).values_list("contact_id")
    counted = live.annotate(
        paid=Count("pk", filter=Q(paid_at__isnull=False, cancelled_at__isnull=True)),
        delivered=Count("pk", filter=Q(delivered_at__isnull=False, cancelled_at__isnull=True)),
        newest=Max("placed_at"),
    )
    found: dict[int, dict[str, Any]] = {}
    for contact_id, paid, delivered, newest in counted.order_by():
        mine = found.setdefault(roots[contact_id], {"paid": 0, "delivered": 0, "newest": newest})
        mine["paid"] += paid
        mine["delivered"] += delivered
        mine["newest"] = max(mine["newest"], newest)
    return found


def _subscriptions(roots: Mapping[int, int]) -> Iterable[tuple[int, datetime | None]]:
    rows = Subscription.objects.filter(contact_id__in=list(roots), status__in=RUNNING)
    return rows.order_by().values_list("contact_id").annotate(since=Min("started_at"))


def _answers(roots: Mapping[int, int]) -> Iterable[tuple[int, datetime | None]]:
    rows = LedgerEntry.objects.filter(contact_id__in=list(roots), fact="sent", by__in=ANSWERERS)
    return rows.order_by().values_list("contact_id").annotate(last=Max("at"))


def _earliest(pairs: Iterable[tuple[int, datetime | None]], roots: Mapping[int, int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for contact_id, at in pairs:
        if at:
            found[roots[contact_id]] = min(at, found.get(roots[contact_id], at))
    return found


def _latest(pairs: Iterable[tuple[int, datetime | None]], roots: Mapping[int, int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for contact_id, at in pairs:
        if at:
            found[roots[contact_id]] = max(at, found.get(roots[contact_id], at))
    return found


def _purchases(roots: Mapping[int, int]) -> dict[int, list[Purchase]]:
    paid = OrderLine.objects.filter(
        order__contact_id__in=list(roots),
        order__paid_at__isnull=False,
        order__cancelled_at__isnull=True,
    )
    found: dict[int, list[Purchase]] = {}
    for line in paid.select_related("order", "product").order_by("order__paid_at", "pk"):
        found.setdefault(roots[line.order.contact_id], []).append(
            Purchase(line.product_id, line.order_id, line.order.paid_at, line.quantity, line.product.name)
        )
    return found


def zone_of(customer: policy.Customer, chosen: policy.Policy) -> str:
    """The customer's primary zone, by which days are counted and times are written (domain.md 2.3)."""
    address = customer.address or policy.Address()
    return resolve(
        timezone=customer.timezone or "",
        country=address.country,
        province=address.province,
        postcode=address.postcode,
        region=address.region,
        phone=customer.phone or "",
        business=chosen.business_timezone,
        unknown=chosen.unknown_zone,
    ).primary


def _known_follow_ups(roots: dict[int, int]) -> dict[int, tuple[journeys.KnownFollowUp, ...]]:
    found: dict[int, list[journeys.KnownFollowUp]] = {}
    rows = FollowUp.objects.filter(contact_id__in=roots).select_related("order").order_by("id")
    for row in rows:
        found.setdefault(roots[row.contact_id], []).append(known(row))
    return {root: tuple(follow_ups) for root, follow_ups in found.items()}


def known(row: FollowUp) -> journeys.KnownFollowUp:
    return journeys.KnownFollowUp(
        key=row.key,
        recipe=row.recipe,
        step=row.step,
        state=row.state,
        created_at=row.created_at,
        due_at=row.due_at,
        order_id=row.order_id,
        value=row.order.amount if row.order else 0,
        finished_at=row.finished_at,
    )
