"""A place in a long list as it stands in an address: instant and number of the last row that was seen."""

from datetime import UTC, datetime

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
