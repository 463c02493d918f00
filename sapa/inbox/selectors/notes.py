"""Notes of a conversation for its story, with the names that they call marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sapa.contacts.selectors import author_names
from sapa.domain.mentions import mentions
from sapa.inbox.models import Note
from sapa.inbox.selectors.colleagues import colleagues


@dataclass(frozen=True, slots=True)
class ShownNote:
    """`parts`: the text cut at the names; a part that calls somebody is marked."""

    id: int
    at: datetime
    author: str
    text: str
    parts: tuple[tuple[str, bool], ...]


def notes_between(conversation_id: int, since: datetime, until: datetime | None = None) -> list[ShownNote]:
    """Oldest first; two questions at most, none more for more notes."""
    rows = Note.objects.filter(conversation_id=conversation_id, at__gte=since)
    found = list((rows.filter(at__lte=until) if until else rows).order_by("at", "id"))
    if not found:
        return []
    authors = author_names(one.author_id for one in found)
    names = {one.user_id: one.name for one in colleagues()} if any(one.mentions for one in found) else {}
    return [
        ShownNote(one.pk, one.at, authors.get(one.author_id, ""), one.text, tuple(_parts(one.text, names)))
        for one in found
    ]


def _parts(text: str, names: dict[int, str]) -> Iterator[tuple[str, bool]]:
    done = 0
    for start, end, _whom in mentions(text, names):
        if start > done:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if done < len(text):
        yield text[done:], False
