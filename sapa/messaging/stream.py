"""Live updates as server-sent events: which conversations changed, and that the figures of the home page did.

Nothing follows ids, because ids do not commit in order (decisions.md 25): the state now is compared with the
state that the page has seen. Its digest is the event id, so a page that comes back learns whether it missed
something, not what. One look a second serves all open pages of a workspace.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from sapa.base.permissions import Capability, requires
from sapa.base.scope import workspace_scope

LOOK_SECONDS = 1.0
SIGN_OF_LIFE_SECONDS = 15.0
LONGEST_SECONDS = 600.0
NEWEST = 200

STATE = """
SELECT
    (SELECT coalesce(json_object_agg(c.public_id, c.version), '{}')
     FROM (SELECT public_id, version FROM messaging_conversation WHERE workspace_id = %(workspace)s
           ORDER BY last_message_at DESC, id DESC LIMIT %(newest)s) AS c),
    (SELECT json_build_array(
        (SELECT count(*) FROM messaging_message WHERE workspace_id = %(workspace)s
            AND state IN ('sending', 'unknown')),
        (SELECT count(*) FROM messaging_message WHERE workspace_id = %(workspace)s AND state = 'planned'),
        (SELECT max(id) FROM events_event WHERE workspace_id = %(workspace)s)))
"""


class State(NamedTuple):
    """Versions by conversation (public id), and figures that change with the home page's."""

    conversations: Mapping[str, int]
    counts: str

    @property
    def digest(self) -> str:
        said = json.dumps([sorted(self.conversations.items()), self.counts])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Watch:
    """What was last seen of one workspace; shared by all its open pages."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    looked_at: float = 0.0
    state: State | None = None


_watches: dict[tuple[int, int], Watch] = {}


@require_GET
@requires(Capability.HOME_VIEW)
def live(request: HttpRequest) -> StreamingHttpResponse:
    """`Last-Event-ID` is what the page saw before its connection broke. Ends after ten minutes; the browser
    comes back by itself and its permission is looked at again.
    """
    workspace_id = request.membership.workspace_id  # type: ignore[attr-defined]
    seen = request.headers.get("Last-Event-ID", "")
    response = StreamingHttpResponse(updates(workspace_id, seen), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Content-Encoding"] = "identity"  # a browser waits for the end of a compressed stream
    return response


async def updates(workspace_id: int, seen: str, *, longest: float = LONGEST_SECONDS) -> AsyncIterator[str]:
    """Events `conversation` {id, version} and `counts`; id null means that any of them may have changed."""
    known = await _look(workspace_id)
    yield f"retry: 2000\nid: {known.digest}\n\n"
    if seen and seen != known.digest:
        yield _event("conversation", {"id": None}, known.digest) + _event("counts", {}, known.digest)
    started = spoke = time.monotonic()
    while time.monotonic() - started < longest:
        await asyncio.sleep(LOOK_SECONDS)
        state = await _look(workspace_id)
        if news := _news(known, state):
            yield news
        elif time.monotonic() - spoke > SIGN_OF_LIFE_SECONDS:
            yield ": still here\n\n"
        else:
            continue
        known, spoke = state, time.monotonic()


def _news(known: State, state: State) -> str:
    changed = [
        _event("conversation", {"id": public_id, "version": version}, state.digest)
        for public_id, version in state.conversations.items()
        if known.conversations.get(public_id) != version
    ]
    counts = [_event("counts", {}, state.digest)] if changed or known.counts != state.counts else []
    return "".join([*changed, *counts])


def _event(name: str, data: Mapping[str, Any], event_id: str) -> str:
    return f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data)}\n\n"


async def _look(workspace_id: int) -> State:
    """At most one query a second and workspace, however many pages are open (within this event loop)."""
    watch = _watches.setdefault((id(asyncio.get_running_loop()), workspace_id), Watch())
    async with watch.lock:
        if watch.state is None or time.monotonic() - watch.looked_at >= LOOK_SECONDS * 0.9:
            watch.state = await sync_to_async(partial(_read, workspace_id), thread_sensitive=False)()
            watch.looked_at = time.monotonic()
        return watch.state


def _read(workspace_id: int) -> State:
    """In a short scope of its own, on a connection that is given back at once."""
    try:
        with workspace_scope(workspace_id), connection.cursor() as cursor:
            cursor.execute(STATE, {"workspace": workspace_id, "newest": NEWEST})
            conversations, counts = cursor.fetchone()
        return State(conversations, json.dumps(counts))
    finally:
        connection.close()
