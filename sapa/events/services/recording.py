"""The log: events with their keys and deliveries, by set, in the caller's transaction."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from sapa.base.columns import source_of
from sapa.base.rows import fetch, instance
from sapa.base.scope import current_workspace_id
from sapa.events.models import Event
from sapa.events.schemas import Handler, NewEvent

KEY_LENGTH = 200
COLUMNS = ("id", "workspace_id", "name", "at", "recorded_at", "contact_id", "order_id", "data")

YOUNG = timedelta(days=1)
ALWAYS = datetime(1, 1, 2, tzinfo=UTC)
TOLD_SINCE: ContextVar[datetime] = ContextVar("told_since", default=ALWAYS)

# Keys first and in one order, so that two recorders of the same happenings wait instead of deadlocking;
# only the events whose key was new follow. Webhooks that want them are told from here and not by a handler: where
# nobody listens, no row is written. Their times are the machine's, which a demo's clock runs away from.
GIVEN = """
WITH given AS MATERIALIZED (
    SELECT nextval((SELECT pg_get_serial_sequence('events_event', 'id'))) AS id, g.*
    FROM {source} AS g(place, name, key, at, contact_id, order_id, data)
), """
WHERE_NEW = """keyed AS (
    INSERT INTO events_eventkey (workspace_id, key, event_id)
    SELECT %(workspace)b, key, id FROM given ORDER BY key, place
    ON CONFLICT (workspace_id, key) DO NOTHING RETURNING event_id
), fresh AS (
    SELECT * FROM given WHERE id IN (SELECT event_id FROM keyed)
), """
ALL_NEW = """keyed AS (
    INSERT INTO events_eventkey (workspace_id, key, event_id)
    SELECT %(workspace)b, key, id FROM given ORDER BY key, place
), fresh AS NOT MATERIALIZED (
    SELECT * FROM given
), """
LOGGED = """logged AS (
    INSERT INTO events_event (id, workspace_id, name, at, recorded_at, contact_id, order_id, data)
    SELECT id, %(workspace)b, name, at, %(now)b, contact_id, order_id, data::jsonb
    FROM fresh RETURNING id, name, at
), handed AS (
    INSERT INTO events_eventdelivery (workspace_id, event_id, handler, state, attempts, next_at, error)
    SELECT %(workspace)b, logged.id, h.handler, 'waiting', 0, %(now)b, ''
    FROM logged JOIN unnest(%(handled_names)b::text[], %(handlers)b::text[]) AS h(name, handler) USING (name)
), told AS (
    INSERT INTO events_webhookdelivery
        (workspace_id, public_id, webhook_id, event_id, state, attempts, next_at, created_at)
    SELECT %(workspace)b, gen_random_uuid(), w.id, logged.id, 'waiting', 0,
           least(%(now)b, clock_timestamp()), least(%(now)b, clock_timestamp())
    FROM logged JOIN events_webhook w
        ON w.workspace_id = %(workspace)b AND w.active AND w.events ? logged.name
    WHERE logged.at > %(told_since)b
)
"""
RECORD = GIVEN + WHERE_NEW + LOGGED
RECORD_NEW = GIVEN + ALL_NEW + LOGGED
WHICH = "SELECT given.place, given.id FROM given JOIN logged USING (id) ORDER BY given.place"
HOW_MANY = "SELECT count(*) FROM logged"
ARRAYS = """
unnest(%(places)b::int[], %(names)b::text[], %(keys)b::text[], %(times)b::timestamptz[],
       %(contacts)b::bigint[], %(orders)b::bigint[], %(data)b::text[])
"""
TYPES = {
    **{"place": "int", "name": "text", "key": "text", "at": "timestamptz"},
    **{"contact_id": "bigint", "order_id": "bigint", "data": "text"},
}


def record(*, events: Sequence[NewEvent], now: datetime) -> list[Event]:
    """Those that were new, in the order given. Rolls back with the caller's transaction."""
    if not events:
        return []
    given = _given(events, now) | _arrays(events)
    with transaction.atomic():
        rows = fetch(RECORD.format(source=ARRAYS) + WHICH, given)
    return [_event(events[place], event_id, now) for place, event_id in rows]


def record_many(*, events: Sequence[NewEvent], now: datetime) -> int:
    """As `record`, thousands at once; only how many were new is told. A handler may say that it has nothing to do."""
    if not events:
        return 0
    source, values = source_of(TYPES, list(zip(*map(_row, range(len(events)), events), strict=True)))
    with transaction.atomic():
        return _recorded(f"(SELECT * FROM {source})", _given(events, now, needed) | values)  # noqa: S608


def _recorded(source: str, given: dict[str, Any]) -> int:
    """Most often all are new: to ask key by key whether it is there would cost each of them twice."""
    try:
        with transaction.atomic():
            ((found,),) = fetch(RECORD_NEW.format(source=source) + HOW_MANY, given)
    except IntegrityError:
        ((found,),) = fetch(RECORD.format(source=source) + HOW_MANY, given)
    return int(found)


@contextmanager
def bringing_in_the_past(now: datetime) -> Iterator[None]:
    """What is recorded inside comes from a file: webhooks are told of what happened in the last 24 hours alone."""
    before = TOLD_SINCE.set(now - YOUNG)
    try:
        yield
    finally:
        TOLD_SINCE.reset(before)


def needed(handler: Handler) -> bool:
    """Whether it has anything to do in this workspace, where it says so: millions of rows for nothing are none."""
    ask = getattr(handler, "is_needed", None)
    return ask is None or bool(ask())


def everything(_handler: Handler) -> bool:
    return True


def tell(*, name: str, key: str, contact_id: int, data: Mapping[str, Any], now: datetime) -> None:
    """For the rooms below, which know no events (`settings.TELL_EVENT`)."""
    record(events=[NewEvent(name, key, now, contact_id, None, data)], now=now)


def handlers() -> Mapping[str, tuple[Handler, ...]]:
    """Event name → functions, as `config/handlers.py` wires them."""
    wired: Mapping[str, tuple[Handler, ...]] = import_string(settings.HANDLERS)
    return wired


def handler_id(handler: Handler) -> str:
    """`journeys.handlers.plan`: the name under which deliveries remember their handler."""
    return f"{handler.__module__.removeprefix('sapa.')}.{handler.__name__}"


def _given(
    events: Sequence[NewEvent], now: datetime, asked: Callable[[Handler], bool] = everything
) -> dict[str, Any]:
    wired = handlers()
    names = sorted({event.name for event in events})
    hands = {handler for name in names for handler in wired.get(name, ())}
    taking = {handler for handler in hands if asked(handler)}
    pairs = [(name, handler_id(one)) for name in names for one in wired.get(name, ()) if one in taking]
    return {
        "workspace": current_workspace_id(),
        "now": now,
        "told_since": TOLD_SINCE.get(),
        "handled_names": [name for name, _ in pairs],
        "handlers": [handler for _, handler in pairs],
    }


def _arrays(events: Sequence[NewEvent]) -> dict[str, Any]:
    names = ("places", "names", "keys", "times", "contacts", "orders", "data")
    columns = zip(*map(_row, range(len(events)), events), strict=True)
    return {name: list(column) for name, column in zip(names, columns, strict=True)}


def _row(place: int, event: NewEvent) -> tuple[Any, ...]:
    data = json.dumps(dict(event.data)) if event.data else "{}"
    return (place, event.name, _fitting(event.key), event.at, event.contact_id, event.order_id, data)


def _fitting(key: str) -> str:
    """Ids of foreign systems may be longer than the column: the rest becomes a digest."""
    if len(key) <= KEY_LENGTH:
        return key
    return key[: KEY_LENGTH - 65] + "#" + sha256(key.encode(errors="surrogatepass")).hexdigest()


def _event(new: NewEvent, event_id: int, now: datetime) -> Event:
    data = dict(new.data or {})
    values = (event_id, current_workspace_id(), new.name, new.at, now, new.contact_id, new.order_id, data)
    return instance(Event, COLUMNS, values)
