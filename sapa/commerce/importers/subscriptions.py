"""Rows of subscriptions: one that a shop's own system told of already is completed, others are the file's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sapa.commerce.importers.results import Result
from sapa.commerce.models import Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_subscriptions
from sapa.contacts.services import Person, find_or_make
from sapa.domain.csvorders import SubscriptionFacts

SHOWN = (
    *("contact_id", "plan", "status", "started_at", "period_start", "period_end", "grace_end"),
    *("auto_renew", "link"),
)
OVER = ("cancelled", "ended")


def apply_subscription_rows(
    facts: Sequence[SubscriptionFacts], *, source: str, now: datetime
) -> list[Result]:
    """The outcome of each row. What has no time of its own counts from now; what is new and over, from its end."""
    numbers = [one.subscription_id for one in facts]
    rows = Subscription.objects.filter(external_id__in=numbers)
    sources = dict(rows.order_by("-pk").values_list("external_id", "source"))
    before = _standing(numbers, sources)
    found = find_or_make(people=[_person(one, source) for one in facts], source=source, now=now)
    ids: dict[str, int] = {}
    for one in sorted({sources.get(number, source) for number in numbers}):
        chosen = [row for row in facts if sources.get(row.subscription_id, source) == one]
        told = [_told(row, source, now, is_new=row.subscription_id not in sources) for row in chosen]
        ids |= {row.external_id: row.pk for row in apply_subscriptions(told=told, source=one, now=now)}
    after = _standing(numbers, dict.fromkeys(numbers, source) | sources)
    return [
        Result(
            outcome := _outcome(before.get(number), after[number]),
            new_person=person.contact_id if person.created else None,
            made=() if number in sources else (ids[number],),
            met=(ids[number],) if outcome == "unchanged" else (),
        )
        for number, person in zip(numbers, found, strict=True)
    ]


def _told(facts: SubscriptionFacts, source: str, now: datetime, *, is_new: bool) -> Told:
    """A status that only the dates tell takes nothing back."""
    status = facts.status or _by_its_dates(facts, now)
    at = facts.status_at or (min(facts.period_end, now) if is_new and status in OVER else now)
    person, dated = _person(facts, source), bool(facts.status)
    return Told(facts.subscription_id, at, dated, status, person=person, values=facts.values)


def _person(facts: SubscriptionFacts, source: str) -> Person:
    return Person(
        phone=facts.phone,
        raw_phone=facts.phone_raw,
        name=facts.name,
        email=facts.email,
        external=(source, facts.customer_id) if facts.customer_id else None,
    )


def _by_its_dates(facts: SubscriptionFacts, now: datetime) -> str:
    grace = facts.values["grace_end"] or facts.period_end
    if facts.period_end > now:
        return "active"
    return "grace" if grace > now else "ended"


def _standing(numbers: Sequence[str], sources: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    rows = Subscription.objects.filter(external_id__in=numbers).values_list("external_id", "source", *SHOWN)
    return {number: tuple(shown) for number, source, *shown in rows if sources.get(number) == source}


def _outcome(before: tuple[Any, ...] | None, after: tuple[Any, ...]) -> str:
    if before is None:
        return "created"
    return "unchanged" if before == after else "updated"
