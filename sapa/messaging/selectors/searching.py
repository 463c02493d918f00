"""Messages by their words, as people wrote them; what journeys send to thousands is not among them."""

from sapa.base.rows import fetch
from sapa.domain.lookup import Asked
from sapa.messaging.models import Message

SHORTEST_WORD = 2


def messages_saying(asked: Asked, limit: int) -> list[Message]:
    """Those with all the words, the last one or each of the newest messages' may be a beginning; newest first."""
    words = [word for word in asked.words if len(word) >= SHORTEST_WORD]
    if not words:
        return []
    rows = fetch("SELECT sapa_search_messages(%s::text[], %s)", [words, limit])
    ids = [row[0] for row in rows]
    found = Message.objects.select_related("contact", "conversation").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
