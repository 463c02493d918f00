"""One customer's whole story: what happened, what was said, and what was not sent and why."""

from sapa.journeys.selectors.timeline.entries import Entry
from sapa.journeys.selectors.timeline.story import PAGE, PARTS, Cursor, Timeline, timeline

__all__ = ["PAGE", "PARTS", "Cursor", "Entry", "Timeline", "timeline"]
