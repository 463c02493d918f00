"""Imports and their rows."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.shortcuts import get_object_or_404

from sapa.base.scope import current_workspace_id
from sapa.commerce.models import ImportRow, ImportRun


def run_by_public_id(public_id: UUID) -> ImportRun:
    """The one door to an import."""
    return get_object_or_404(ImportRun, public_id=public_id)


def recent_runs(limit: int = 20) -> QuerySet[ImportRun]:
    return ImportRun.objects.order_by("-pk")[:limit]


def refused_rows(run_id: int) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run_id=run_id, outcome=ImportRow.Outcome.REFUSED).order_by("line")


def rows_with_notes(run_id: int) -> QuerySet[ImportRow]:
    rows = (
        ImportRow.objects.filter(run_id=run_id).exclude(notes=[]).exclude(outcome=ImportRow.Outcome.REFUSED)
    )
    return rows.order_by("line")


def rows_ahead(run_id: int) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run_id=run_id, next_at__isnull=False).order_by("next_at", "pk")


def refused_by_reason(run_id: int) -> list[tuple[str, int]]:
    rows = ImportRow.objects.filter(run_id=run_id, outcome=ImportRow.Outcome.REFUSED)
    return list(rows.values_list("code").annotate(count=Count("pk")).order_by("-count", "code"))


def notes_by_code(run_id: int) -> list[tuple[str, int]]:
    """How often each note was made; a row may carry several."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note ->> 0, count(*) FROM commerce_importrow r, jsonb_array_elements(r.notes) AS note"
            " WHERE r.workspace_id = %s AND r.run_id = %s GROUP BY 1 ORDER BY 2 DESC, 1",
            [current_workspace_id(), run_id],
        )
        return [(str(code), int(count)) for code, count in cursor.fetchall()]


def next_row_ahead() -> datetime | None:
    """When the next part of an imported row happens; only the demo knows such rows."""
    found: datetime | None = ImportRow.objects.aggregate(first=Min("next_at"))["first"]
    return found
