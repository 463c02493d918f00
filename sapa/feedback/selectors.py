"""Scores that customers gave, with their own words."""

from dataclasses import dataclass
from datetime import datetime

from sapa.contacts.selectors import members
from sapa.events.models import Event
from sapa.feedback.services import SCALES
from sapa.messaging.models import Message

HIGHEST = {name: highest for name, _lowest, highest in SCALES.values()}
HAPPY = {"feedback.rated": 4, "nps.answered": 9}
UNHAPPY = {"feedback.rated": 2, "nps.answered": 6}


@dataclass(frozen=True, slots=True)
class Given:
    """`highest`: 5 of satisfaction, 10 of recommending. `hue`: daun, bata, or kunyit between."""

    score: int
    highest: int
    hue: str
    at: datetime
    words: str


def scores_of(contact_id: int, *, limit: int) -> tuple[list[Given], int]:
    """The newest first, and how many there are in all; joined records are one person."""
    rows = Event.objects.filter(contact_id__in=members([contact_id]), name__in=HIGHEST)
    newest = list(rows.order_by("-at", "-pk")[:limit])
    said = Message.objects.in_bulk([event.data.get("message_id", 0) for event in newest])
    return [_given(event, said.get(event.data.get("message_id", 0))) for event in newest], rows.count()


def _given(event: Event, message: Message | None) -> Given:
    score = int(event.data["score"])
    words = message.text.strip() if message else ""
    return Given(
        score,
        HIGHEST[event.name],
        "daun" if score >= HAPPY[event.name] else "bata" if score <= UNHAPPY[event.name] else "kunyit",
        event.at,
        "" if words == str(score) else words,
    )
