"""Returns as a list and one by one."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sapa.commerce.models import Return
from sapa.web.cursors import older_than

OPEN = (Return.Status.REQUESTED, Return.Status.APPROVED, Return.Status.RECEIVED)


def returns(*, status: str = "") -> "QuerySet[Return]":
    """`status` blank: those that still wait for a step; `all`: every one. Newest step first."""
    rows = Return.objects.select_related("contact", "order").order_by("-status_at", "-pk")
    if status == "all":
        return rows
    return rows.filter(status=status) if status else rows.filter(status__in=OPEN)


def page_of_returns(
    rows: "QuerySet[Return]", *, before: tuple[datetime, int] | None, limit: int
) -> list[Return]:
    """The page after (status_at, id) of the last one that was shown."""
    if before:
        rows = rows.filter(older_than("status_at", before))
    return list(rows[:limit])


def return_by_public_id(public_id: UUID) -> Return:
    """The one door to a return."""
    return get_object_or_404(Return.objects.select_related("contact", "order"), public_id=public_id)
