"""Work that waits: events for their handlers, raw deliveries for their source.

Found across workspaces, done in one. Nothing here follows ids: rows are due by `next_at`, taken with SKIP
LOCKED, and a worker that dies leaves them as they were (decisions.md 25).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

from sapa.base.failpoint import failpoint
from sapa.base.rows import fetch, fetch_instances
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.contacts.services import lock
from sapa.events.models import EventDelivery, RawDelivery
from sapa.events.schemas import Handler, Source
from sapa.events.services.attempts import attempt
from sapa.events.services.recording import handler_id, handlers

# Locked only for the length of this statement: a second worker that asks meanwhile gets other rows.
DUE_DELIVERIES = """
SELECT workspace_id, handler FROM (
    SELECT workspace_id, handler FROM events_eventdelivery WHERE state = 'waiting' AND next_at <= %s
    ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) AS due GROUP BY workspace_id, handler ORDER BY workspace_id, handler
"""
DUE_RAW = """
SELECT workspace_id, kind FROM (
    SELECT workspace_id, kind FROM events_rawdelivery WHERE state = 'new' AND next_at <= %s
    ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) AS due GROUP BY workspace_id, kind ORDER BY workspace_id, kind
"""
DUE_OF_KIND = """
SELECT id, octet_length(body) FROM events_rawdelivery
WHERE workspace_id = %(workspace)b AND kind = %(kind)b AND state = 'new' AND next_at <= %(now)b
ORDER BY next_at, id LIMIT %(limit)b FOR UPDATE SKIP LOCKED
"""
BODIES = "id = ANY(%(ids)b::bigint[]) ORDER BY next_at, id"
MOST_BYTES = 4_000_000  # of bodies in one transaction: about ten thousand statuses
APPLIED = """
UPDATE events_rawdelivery SET state = 'done', error = ''
WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""
CHANGES = ["state", "attempts", "next_at", "error"]
# What a handler's transaction holds, customers above all, a new message of theirs waits for: rows are taken by as many
# as lately took about this long.
HELD_SECONDS = 0.2
FIRST_PACE, FEWEST = 0.01, 8
_paces: dict[str, float] = {}


def run_handlers(*, now: datetime, limit: int = 500) -> int:
    """Hands due events to their handlers, up to `limit` rows of one workspace and handler in short transactions.

    Returns how many rows were worked on, failures included; 0 means that nothing is due. Raises only what
    the database raises.
    """
    known = {handler_id(handler): handler for wired in handlers().values() for handler in wired}
    return sum(
        _run_group(workspace_id, name, known.get(name), now, limit)
        for workspace_id, name in _due(DUE_DELIVERIES, now, limit)
    )


def run_handlers_here(*, now: datetime, limit: int = 500) -> int:
    """As `run_handlers`, of the workspace in scope and within its transaction: for drivers that take all of it back."""
    known = {handler_id(handler): handler for wired in handlers().values() for handler in wired}
    due = EventDelivery.objects.filter(state="waiting", next_at__lte=now).values_list("handler", flat=True)
    workspace_id = current_workspace_id()
    return sum(
        _run_group(workspace_id, name, known.get(name), now, limit)
        for name in due.order_by("handler").distinct()
    )


def process_raw(*, now: datetime, limit: int = 1000) -> int:
    """Lets each source apply its due deliveries, as `run_handlers` does; unreadable ones die at once."""
    return sum(
        _apply_group(workspace_id, kind, sources().get(kind), now, limit)
        for workspace_id, kind in _due(DUE_RAW, now, limit)
    )


def sources() -> Mapping[str, Source]:
    """Kind → source, as `config/sources.py` wires them."""
    wired: Mapping[str, Source] = import_string(settings.SOURCES)
    return wired


def _due(query: str, now: datetime, limit: int) -> list[tuple[int, str]]:
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(query, [now, limit])
        return [(int(workspace_id), str(name)) for workspace_id, name in cursor.fetchall()]


def _run_group(workspace_id: int, name: str, handler: Handler | None, now: datetime, limit: int) -> int:
    done = 0
    while done < limit:
        most, begun = _most(name, limit - done), monotonic()
        taken = _run_some(workspace_id, name, handler, now, most)
        done += taken
        if taken:
            _paces[name] = (monotonic() - begun) / taken
        if taken < most:
            break
    return done


def _most(name: str, limit: int) -> int:
    return min(limit, max(FEWEST, int(HELD_SECONDS / _paces.get(name, FIRST_PACE))))


def _run_some(workspace_id: int, name: str, handler: Handler | None, now: datetime, limit: int) -> int:
    with workspace_scope(workspace_id):
        due = EventDelivery.objects.filter(handler=name, state="waiting", next_at__lte=now)
        rows = list(
            due.select_related("event")
            .order_by("next_at", "id")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )
        # All at once, so that rows taken one by one after a failure never wait for each other in a circle.
        lock(contact_ids=[row.event.contact_id for row in rows if row.event.contact_id])
        outcome = attempt(rows, lambda some: _known(handler)([row.event for row in some], now), now)
        EventDelivery.objects.filter(id__in=[row.id for row in outcome.done]).update(state="done", error="")
        EventDelivery.objects.bulk_update(outcome.failed, CHANGES)
    failpoint("events.handled")
    return len(rows)


def _apply_group(workspace_id: int, kind: str, source: Source | None, now: datetime, limit: int) -> int:
    with workspace_scope(workspace_id):
        sizes = fetch(DUE_OF_KIND, {"workspace": workspace_id, "kind": kind, "now": now, "limit": limit})
        rows = fetch_instances(RawDelivery, BODIES, {"ids": _first_bytes(sizes)})
        outcome = attempt(rows, lambda some: _known_source(source).apply(some, now), now)
        fetch(APPLIED, {"workspace": workspace_id, "ids": [row.id for row in outcome.done]})
        RawDelivery.objects.bulk_update(outcome.failed, CHANGES)
    failpoint("raw.applied")
    return len(rows)


def _first_bytes(sizes: Iterable[tuple[int, int]]) -> list[int]:
    """Ids of the first, up to `MOST_BYTES` of bodies and one at least; the others stay for the next round."""
    taken, size = list[int](), 0
    for pk, more in sizes:
        size += more
        if taken and size > MOST_BYTES:
            break
        taken.append(pk)
    return taken


def _known(handler: Handler | None) -> Handler:
    """Called inside the attempt: rows of a handler that is no longer wired wait, then die, and are shown."""
    if handler is None:
        raise LookupError("no such handler")
    return handler


def _known_source(source: Source | None) -> Source:
    if source is None:
        raise LookupError("no such source")
    return source
