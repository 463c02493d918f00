"""Demo only: what imported rows say about later times happens when the clock passes it (decisions.md 35)."""

from datetime import datetime

from django.conf import settings

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import workspace_scope
from sapa.commerce.importers.tables import source_of
from sapa.commerce.models import ImportRow
from sapa.commerce.services import apply_orders
from sapa.domain.orders import facts_at, from_json, next_change

MOST_ROWS = 500


def apply_due_rows(*, now: datetime, limit: int = MOST_ROWS) -> int:
    """Applies what has become known by `now`; returns how many rows were touched, 0 outside demo mode."""
    if not settings.SAPA.demo:
        return 0
    return sum(_apply_due(workspace_id, now, limit) for workspace_id in workspace_ids())


def _apply_due(workspace_id: int, now: datetime, limit: int) -> int:
    with workspace_scope(workspace_id):
        due = ImportRow.objects.filter(next_at__lte=now).order_by("next_at", "pk").select_related("run")
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
        whole = [(row, from_json(row.facts)) for row in rows if row.facts]
        for source in sorted({source_of(row.run.mapping) for row in rows}):
            told = [facts for row, facts in whole if source_of(row.run.mapping) == source]
            known = [at_now for facts in told if (at_now := facts_at(facts, now)) is not None]
            apply_orders(facts=known, source=source, now=now)
        for row, facts in whole:
            row.next_at = next_change(facts, now)
            row.facts = row.facts if row.next_at else None
        ImportRow.objects.bulk_update(rows, ["next_at", "facts"])
    return len(rows)
