"""From the prices in delivery statuses to the ledger: one charge a message, however often it is told.

Billed is what is delivered (integrations.md §0.1), so the word of the later status counts, and a message that
failed after all costs nothing. The caller holds the messages' locks; rows of `CostDay` are taken in one order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.domain.costs import FREE, UNDELIVERED, market_of, normal_category, type_of
from sapa.messaging.models import Channel
from sapa.messaging.schemas import Status
from sapa.messaging.selectors.costs.terms import Terms, terms

# Each row is looked up by itself (OFFSET 0): a table that is filled faster than it is analysed would be read whole.
GIVEN = """
WITH given AS (
    SELECT * FROM unnest(%(ids)b::bigint[], %(ats)b::timestamptz[], %(days)b::date[], %(categories)b::text[],
        %(types)b::text[], %(markets)b::text[], %(micros)b::bigint[], %(befores)b::text[])
        AS g (message_id, at, day, category, pricing_type, market, micros, before)
)
"""
ADD = (
    GIVEN  # noqa: S608 (our own words)
    + """, added AS (
    INSERT INTO messaging_cost (workspace_id, message_id, channel_id, at, day, kind, category, pricing_type,
        market, currency, micros, before)
    SELECT m.workspace_id, m.id, m.channel_id, g.at, g.day, m.kind, g.category,
        CASE WHEN m.delivery = 'failed' THEN %(undelivered)b ELSE g.pricing_type END,
        g.market, %(currency)b, CASE WHEN m.delivery = 'failed' THEN 0 ELSE g.micros END, g.before
    FROM given g CROSS JOIN LATERAL (
        SELECT id, workspace_id, channel_id, kind, delivery FROM messaging_message
        WHERE workspace_id = %(workspace)b AND id = g.message_id OFFSET 0) m
    WHERE g.pricing_type <> %(undelivered)b
    ORDER BY g.message_id
    ON CONFLICT (workspace_id, message_id) DO NOTHING
    RETURNING day, kind, category, pricing_type, currency, micros
)
SELECT day, kind, category, pricing_type, currency, count(*), count(*) FILTER (WHERE micros IS NULL),
    coalesce(sum(micros), 0)
FROM added GROUP BY 1, 2, 3, 4, 5
"""
)
# What is told differently by a later status; `undelivered` gives way to whatever was delivered after all.
CONTRADICTED = (
    GIVEN  # noqa: S608
    + """
SELECT c.id, c.day, c.kind, c.category, c.pricing_type, c.currency, c.micros,
    g.at, g.day, g.category, g.pricing_type, g.micros
FROM given g
CROSS JOIN LATERAL (SELECT delivery FROM messaging_message
    WHERE workspace_id = %(workspace)b AND id = g.message_id OFFSET 0) m
CROSS JOIN LATERAL (SELECT * FROM messaging_cost
    WHERE workspace_id = %(workspace)b AND message_id = g.message_id OFFSET 0) c
WHERE CASE
    WHEN g.pricing_type = %(undelivered)b THEN m.delivery = 'failed' AND c.pricing_type <> g.pricing_type
    WHEN m.delivery = 'failed' THEN false
    ELSE (c.pricing_type = %(undelivered)b OR g.at > c.at)
        AND (g.category, g.pricing_type) <> (c.category, c.pricing_type) END
ORDER BY c.id
"""
)
CORRECT = """
UPDATE messaging_cost c SET at = n.at, day = n.day, category = n.category, pricing_type = n.pricing_type,
    micros = n.micros, before = n.before
FROM unnest(%(ids)b::bigint[], %(ats)b::timestamptz[], %(days)b::date[], %(categories)b::text[],
    %(types)b::text[], %(micros)b::bigint[], %(befores)b::text[])
    AS n (id, at, day, category, pricing_type, micros, before)
WHERE c.workspace_id = %(workspace)b AND c.id = n.id
"""
OPEN_DAYS = """
INSERT INTO messaging_costday (workspace_id, channel_id, day, kind, category, pricing_type, currency, messages,
    unpriced, micros)
SELECT %(workspace)b, %(channel)b, d.day, d.kind, d.category, d.pricing_type, d.currency, 0, 0, 0
FROM unnest(%(days)b::date[], %(kinds)b::text[], %(categories)b::text[], %(types)b::text[],
    %(currencies)b::text[]) WITH ORDINALITY AS d (day, kind, category, pricing_type, currency, place)
ORDER BY d.place
ON CONFLICT (workspace_id, day, channel_id, kind, category, pricing_type, currency)
    DO UPDATE SET messages = messaging_costday.messages
"""
GROW_DAYS = """
UPDATE messaging_costday t SET messages = t.messages + d.messages, unpriced = t.unpriced + d.unpriced,
    micros = t.micros + d.micros
FROM unnest(%(days)b::date[], %(kinds)b::text[], %(categories)b::text[], %(types)b::text[],
    %(currencies)b::text[], %(messages)b::int[], %(unpriced)b::int[], %(micros)b::bigint[])
    AS d (day, kind, category, pricing_type, currency, messages, unpriced, micros)
WHERE t.workspace_id = %(workspace)b AND t.channel_id = %(channel)b AND t.day = d.day AND t.kind = d.kind
    AND t.category = d.category AND t.pricing_type = d.pricing_type AND t.currency = d.currency
"""
RECIPIENTS = """
SELECT m.id, c.phone, coalesce((SELECT min(i.value) FROM contacts_identity i
    WHERE i.workspace_id = m.workspace_id AND i.contact_id = c.id AND i.kind = 'bsuid'), '')
FROM messaging_message m JOIN contacts_contact c ON c.workspace_id = m.workspace_id AND c.id = m.contact_id
WHERE m.workspace_id = %(workspace)b AND m.id = ANY(%(ids)b::bigint[])
"""
Day = tuple[date, str, str, str, str]
Sums = dict[Day, Counter[str]]


@dataclass(frozen=True, slots=True)
class Priced:
    """What one status said of the price of its message; `micros` None: no rate is known."""

    message_id: int
    at: datetime
    day: date
    category: str
    pricing_type: str
    market: str
    micros: int | None
    before: str = ""


def charge(*, channel: Channel, statuses: Sequence[tuple[int, Status]], now: datetime) -> None:
    """`statuses`: message id and what came of it, after it was applied. Told twice changes nothing."""
    telling = [(pk, one) for pk, one in statuses if with_pricing(one)]
    failed = {pk for pk, one in statuses if one.status == "failed"}
    if not telling and not failed:
        return
    given = terms()
    told = _told(telling, now, given)
    sums = _added(told, given.currency)
    if failed or sum(one["messages"] for one in sums.values()) < len(told):
        _correct([*told.values(), *_undelivered(failed, now)], sums)
    _grow(channel, sums)


def with_pricing(status: Status) -> bool:
    return bool(status.pricing_category or status.pricing_type)


def pricing_of(status: Status) -> dict[str, Any]:
    """The part of a status that `charge` needs, to be kept while its message is not known."""
    if not with_pricing(status):
        return {}
    return {
        "pricing_category": status.pricing_category,
        "pricing_type": status.pricing_type,
        "billable": status.billable,
        "recipient": status.recipient,
        "user_id": status.user_id,
    }


def _told(telling: Sequence[tuple[int, Status]], now: datetime, given: Terms) -> dict[int, Priced]:
    """By message, in ascending order; of two that differ the later one, with what was said before."""
    zone = ZoneInfo(given.zone)
    hidden = _recipients([pk for pk, one in telling if not (one.recipient or one.user_id)])
    found: dict[int, Priced] = {}
    for pk, status in sorted(telling, key=lambda told: (told[0], told[1].at or now)):
        phone, user_id = hidden.get(pk, (status.recipient, status.user_id))
        one = _priced(pk, status, market_of(phone, user_id), zone, now, given)
        known = found.get(pk)
        if known is None:
            found[pk] = one
        elif (one.category, one.pricing_type) != (known.category, known.pricing_type) and one.at > known.at:
            found[pk] = replace(one, before=f"{known.pricing_type}:{known.category}")
    return found


def _priced(pk: int, status: Status, market: str, zone: ZoneInfo, now: datetime, given: Terms) -> Priced:
    at = min(status.at or now, now)
    day = at.astimezone(zone).date()
    category = normal_category(status.pricing_category)
    pricing_type = type_of(status.pricing_type, status.billable)
    free = pricing_type.startswith(FREE)
    micros = 0 if free else given.micros(market=market, category=category, on=day)
    return Priced(pk, at, day, category, pricing_type, market, micros)


def _recipients(message_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Phone and user id of our own record, for statuses that name nobody."""
    given = {"workspace": current_workspace_id(), "ids": list(message_ids)}
    return {pk: (phone, user_id) for pk, phone, user_id in fetch(RECIPIENTS, given)} if message_ids else {}


def _undelivered(failed: Iterable[int], now: datetime) -> list[Priced]:
    return [Priced(pk, now, now.date(), "", UNDELIVERED, "", 0) for pk in sorted(failed)]


def _added(told: Mapping[int, Priced], currency: str) -> Sums:
    if not told:
        return {}
    given = _columns(list(told.values())) | {"currency": currency}
    return {
        tuple(key): Counter(messages=messages, unpriced=unpriced, micros=int(micros))
        for *key, messages, unpriced, micros in fetch(ADD, given)
    }


def _columns(told: Sequence[Priced]) -> dict[str, Any]:
    return {
        "workspace": current_workspace_id(),
        "undelivered": UNDELIVERED,
        "ids": [one.message_id for one in told],
        "ats": [one.at for one in told],
        "days": [one.day for one in told],
        "categories": [one.category for one in told],
        "types": [one.pricing_type for one in told],
        "markets": [one.market for one in told],
        "micros": [one.micros for one in told],
        "befores": [one.before for one in told],
    }


def _correct(told: Sequence[Priced], sums: Sums) -> None:
    """Moves what was told differently from the day, category and type of before to the new ones."""
    rows = fetch(CONTRADICTED, _columns(told))
    if not rows:
        return
    changes = [_change(row, sums) for row in rows]
    names = ("ids", "ats", "days", "categories", "types", "micros", "befores")
    given: dict[str, Any] = dict(zip(names, map(list, zip(*changes, strict=True)), strict=True))
    fetch(CORRECT, given | {"workspace": current_workspace_id()})


def _change(row: tuple[Any, ...], sums: Sums) -> tuple[Any, ...]:
    pk, day, kind, category, pricing_type, currency, micros, at, new_day, new_category, new_type, price = row
    if new_type == UNDELIVERED:
        new_day, new_category = day, category
    _count(sums, (day, kind, category, pricing_type, currency), micros, -1)
    _count(sums, (new_day, kind, new_category, new_type, currency), price, +1)
    return pk, at, new_day, new_category, new_type, price, f"{pricing_type}:{category}"


def _count(sums: Sums, key: Day, micros: int | None, sign: int) -> None:
    counts = sums.setdefault(key, Counter())
    counts["messages"] += sign
    counts["unpriced"] += sign if micros is None else 0
    counts["micros"] += sign * (micros or 0)


def _grow(channel: Channel, sums: Sums) -> None:
    """Rows are made and locked in ascending order, so that two workers never wait for each other."""
    keys = sorted(key for key, counts in sums.items() if any(counts.values()))
    if not keys:
        return
    names = ("days", "kinds", "categories", "types", "currencies")
    given: dict[str, Any] = dict(zip(names, map(list, zip(*keys, strict=True)), strict=True))
    given |= {"workspace": current_workspace_id(), "channel": channel.pk}
    given |= {name: [sums[key][name] for key in keys] for name in ("messages", "unpriced", "micros")}
    fetch(OPEN_DAYS, given)
    fetch(GROW_DAYS, given)
