"""Bills and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sapa.commerce.models import Invoice
from sapa.commerce.schemas import Told
from sapa.commerce.services.statements import Kind, Step, take
from sapa.events.services import NewEvent, record

RANKS = {"open": 0, "disputed": 1, "paid": 2, "cancelled": 3}
STATES = ("paid", "disputed")


def _complete(row: Invoice, told: Told) -> None:
    row.issued_at = row.issued_at or told.at
    if told.status == Invoice.Status.PAID:
        row.paid_at = min(row.paid_at or told.at, told.at)


INVOICES = Kind("invoice", Invoice, RANKS, _complete)


@transaction.atomic
def apply_invoices(*, told: Sequence[Told], source: str, now: datetime) -> list[Invoice]:
    """One bill for each statement, in order; `invoice.issued` at its first one, dated as it was issued."""
    steps = take(INVOICES, told, source=source, now=now)
    record(events=[event for step in steps for event in _events(step)], now=now)
    return [step.row for step in steps]


def _events(step: Step[Invoice]) -> list[NewEvent]:
    events = []
    if step.before is None:
        events.append(step.event("invoice.issued", "issued", step.after["issued_at"]))
    if step.counts and step.told.status in STATES:
        events.append(step.event(f"invoice.{step.told.status}", step.told.status))
    return events
