"""What was planned for what a shop takes back: gone, unless a customer has seen some of it."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from sapa.commerce.models import Order, Subscription
from sapa.contacts.selectors import members
from sapa.journeys.models import Decision, Enrolment, FollowUp, Task
from sapa.messaging.models import Message

Rows = QuerySet[Any]


class Lasting(NamedTuple):
    """Ids of what a message or a person's work tells of: those stay as they are."""

    orders: set[int]
    people: set[int]
    subscriptions: set[int]


class Named(NamedTuple):
    """Ids of what messages name."""

    orders: set[int]
    follow_ups: set[int]


def forget_plans(
    *,
    order_ids: Collection[int],
    contact_ids: Collection[int],
    subscription_ids: Collection[int],
    only_look: bool = False,
) -> Lasting:
    """The plans of all that does not last are deleted, unless `only_look`. Call while their contacts are held."""
    about = _about(subscription_ids)
    theirs = _theirs(order_ids, contact_ids) | Q(enrolment_id__in=about)
    follow_ups, tasks = FollowUp.objects.filter(theirs), Task.objects.filter(theirs)
    named = _named(order_ids, follow_ups)
    told = Q(message_id__isnull=False) | Q(pk__in=named.follow_ups)
    seen = [
        *follow_ups.filter(told).values_list("order_id", "contact_id", "enrolment_id"),
        *tasks.exclude(state=Task.State.OPEN).values_list("order_id", "contact_id", "enrolment_id"),
    ]
    lasting = Lasting(
        {order for order, _, _ in seen if order} | named.orders,
        {contact for _, contact, _ in seen},
        {about[enrolment] for _, _, enrolment in seen if enrolment in about},
    )
    if not only_look:
        gone = _theirs(set(order_ids) - lasting.orders, set(contact_ids) - lasting.people)
        ended = [pk for pk, subscription in about.items() if subscription not in lasting.subscriptions]
        mine = gone | Q(enrolment_id__in=ended)
        enrolments = Enrolment.objects.filter(gone | Q(pk__in=ended))
        _delete(follow_ups.filter(mine), tasks.filter(mine), enrolments)
    return lasting


def _named(order_ids: Collection[int], follow_ups: Rows) -> Named:
    """Asked by customer: that has an index, and nothing that a message names may go, not even of one given up."""
    owners = Order.objects.filter(pk__in=order_ids).values_list("contact_id", flat=True)
    everyone = members({*owners, *follow_ups.values_list("contact_id", flat=True)})
    written = Message.objects.filter(contact_id__in=everyone).filter(
        Q(order_id__in=order_ids) | Q(follow_up_id__isnull=False)
    )
    rows = list(written.values_list("order_id", "follow_up_id"))
    wanted = set(order_ids)
    return Named({order for order, _ in rows if order in wanted}, {about for _, about in rows if about})


def _theirs(order_ids: Collection[int], contact_ids: Collection[int]) -> Q:
    return Q(order_id__in=order_ids) | Q(order=None, contact_id__in=contact_ids)


def _about(subscription_ids: Collection[int]) -> dict[int, int]:
    """By enrolment the subscription that it is about."""
    owners = Subscription.objects.filter(pk__in=subscription_ids).values("contact_id")
    rows = Enrolment.objects.filter(contact_id__in=owners, refs__has_key="subscription")
    wanted = set(subscription_ids)
    found = rows.values_list("pk", "refs__subscription")
    return {pk: subscription for pk, subscription in found if subscription in wanted}


def _delete(follow_ups: Rows, tasks: Rows, enrolments: Rows) -> None:
    Decision.objects.filter(follow_up_id__in=follow_ups.values("pk")).delete()
    follow_ups.delete()
    tasks.delete()
    kept = FollowUp.objects.filter(enrolment_id__in=enrolments.values("pk")).values("enrolment_id")
    worked = Task.objects.filter(enrolment_id__in=enrolments.values("pk")).values("enrolment_id")
    enrolments.exclude(pk__in=kept).exclude(pk__in=worked).delete()
