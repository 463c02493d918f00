"""Facts that the policy and the journeys read, written by the rooms above (decisions.md 4)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sapa.base.columns import source_of
from sapa.base.rows import MANY, fetch, insert_rows
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import ContactState, LedgerEntry


class Paid(NamedTuple):
    contact_id: int
    order_id: int
    at: datetime


def write_ledger(*, entries: Sequence[LedgerEntry]) -> None:
    """Facts are inserted once; the same fact of the same message is ignored (domain.md 2.15)."""
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)


def note_facts(*, facts: Sequence[Mapping[str, Any]]) -> None:
    """As `write_ledger`, for hot paths: each fact names the same columns."""
    insert_rows(LedgerEntry, facts, ignore_conflicts=True)


def withdraw_sent(*, attempts: Sequence[tuple[int, int]]) -> None:
    """These attempts (message id, number) surely did not leave: one more fact, so that nothing of them counts."""
    wanted = set(attempts)
    told = LedgerEntry.objects.filter(message_id__in=[pk for pk, _ in wanted], fact="sent")
    rows = [row for row in told if (row.message_id, row.attempt) in wanted]
    for row in rows:
        row.pk, row.fact = None, "withdrawn"
    write_ledger(entries=rows)


PAID = {"contact_id": "bigint", "order_id": "bigint", "at": "timestamptz"}
FEW_PAID = """
(SELECT * FROM unnest(%(contacts)b::bigint[], %(orders)b::bigint[], %(ats)b::timestamptz[])
    AS given (contact_id, order_id, at))
"""
NOTE_PAID = """
INSERT INTO contacts_contactstate AS state
    (workspace_id, contact_id, tickets, wa_marketing_stopped,
    last_paid_at, last_paid_order_id, paid_orders, updated_at)
SELECT %(workspace)b, paid.contact_id, '[]', false, max(paid.at),
    (array_agg(paid.order_id ORDER BY paid.at DESC, paid.order_id DESC))[1], count(*), %(now)b
FROM {source} AS paid
GROUP BY paid.contact_id ORDER BY paid.contact_id
ON CONFLICT (workspace_id, contact_id) DO UPDATE SET
    last_paid_order_id = CASE WHEN coalesce(state.last_paid_at, '-infinity') < excluded.last_paid_at
        THEN excluded.last_paid_order_id ELSE state.last_paid_order_id END,
    last_paid_at = greatest(state.last_paid_at, excluded.last_paid_at),
    paid_orders = state.paid_orders + excluded.paid_orders,
    updated_at = excluded.updated_at
"""


def note_paid(*, paid: Sequence[Paid], now: datetime) -> None:
    """Each order is told once, by whoever saw it become paid; the last payment only moves forward."""
    if not paid:
        return
    given = {"workspace": current_workspace_id(), "now": now}
    if len(paid) >= MANY:
        source, values = source_of(PAID, list(zip(*paid, strict=True)))
        fetch(NOTE_PAID.format(source=f"(SELECT * FROM {source})"), given | values)  # noqa: S608 (our own words)
        return
    contacts, orders, ats = (list(column) for column in zip(*paid, strict=True))
    fetch(NOTE_PAID.format(source=FEW_PAID), given | {"contacts": contacts, "orders": orders, "ats": ats})


def recount_paid(*, paid: Sequence[Paid], contact_ids: Collection[int], now: datetime) -> None:
    """`paid` is all that these people have paid: what was counted before is forgotten."""
    ContactState.objects.filter(contact_id__in=contact_ids).update(
        last_paid_at=None, last_paid_order_id=None, paid_orders=0, updated_at=now
    )
    note_paid(paid=paid, now=now)


def note_csat(*, contact_id: int, score: int, now: datetime) -> None:
    """The newest satisfaction of the customer, 1 to 5."""
    values = {"last_csat": score, "updated_at": now}
    ContactState.objects.update_or_create(contact_id=contact_id, defaults=values)
