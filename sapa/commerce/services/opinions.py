"""Reviews and surveys that live elsewhere: only that they happened is kept, with the score."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Order
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import contact_of, find_people, orders_by_number
from sapa.contacts.services import Found
from sapa.events.services import NewEvent, record


@transaction.atomic
def apply_reviews(*, told: Sequence[Told], source: str, now: datetime) -> None:
    """`review.given` once for each review; `values` may carry a `score` from 1 to 5."""
    _tell("review", [(one, "given") for one in told], source, now)


@transaction.atomic
def apply_surveys(*, told: Sequence[Told], source: str, now: datetime) -> None:
    """`survey.answered` or `survey.closed`, as the status says, once for each customer and survey."""
    _tell("survey", [(one, one.status) for one in told], source, now)


def _tell(kind: str, told: Sequence[tuple[Told, str]], source: str, now: datetime) -> None:
    statements = [one for one, _ in told]
    people, orders = find_people(statements, source, now), orders_by_number(statements, source)
    events = [
        _event(kind, state, one, person, orders.get(one.order), source)
        for (one, state), person in zip(told, people, strict=True)
    ]
    record(events=events, now=now)


def _event(
    kind: str, state: str, told: Told, person: Found | None, order: Order | None, source: str
) -> NewEvent:
    contact_id = contact_of(told, person, order)
    key = f"{source}:{kind}:{told.external_id}:{state}@{contact_id}"
    score = told.values.get("score")
    data = {"score": score} if score is not None else {}
    return NewEvent(f"{kind}.{state}", key, told.at, contact_id, order.pk if order else None, data)
