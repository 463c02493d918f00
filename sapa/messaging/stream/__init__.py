"""Live updates as server-sent events: which conversations changed, who has them, who is there, and that the figures
of the home page moved.

Nothing follows ids, because ids do not commit in order (decisions.md 25). A conversation keeps the transaction of
its last change; the event id names the oldest transaction that was still running, so whatever commits later is found
by it, also by a page that was asleep. Four looks a second at what changed serve all open pages of a workspace, and
one at figures, presence and notices.
"""

from sapa.messaging.stream.reading import position
from sapa.messaging.stream.serving import live, updates

__all__ = ["live", "position", "updates"]
