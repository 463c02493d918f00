"""A place in a long list as it stands in an address: instant and number of the last row that was seen."""

from datetime import UTC, datetime

from django.db.models import Q

Cursor = tuple[datetime, int]
FORMAT = "%Y%m%dT%H%M%S.%fZ"


def read_cursor(text: str) -> Cursor | None:
    """None for a broken one, which starts the list from its beginning."""
    at, _sep, pk = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), int(pk)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def cursor_text(cursor: Cursor | None) -> str:
    """Signs that need no quoting in an address; blank without a cursor."""
    return f"{cursor[0].astimezone(UTC):{FORMAT}}~{cursor[1]}" if cursor else ""


def older_than(column: str, place: Cursor) -> Q:
    """What follows the place in a list that is sorted by (column, id), newest first.

    The bound on the column alone lets an index begin there: an «or» by itself reads everything above it.
    """
    at, pk = place
    return Q(**{f"{column}__lte": at}) & (Q(**{f"{column}__lt": at}) | Q(**{column: at, "pk__lt": pk}))


def newer_than(column: str, place: Cursor) -> Q:
    """What precedes it, in the same list."""
    at, pk = place
    return Q(**{f"{column}__gte": at}) & (Q(**{f"{column}__gt": at}) | Q(**{column: at, "pk__gt": pk}))
