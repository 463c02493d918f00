"""All records of a workspace are compared in one statement, and the pairs that are alike are kept.

Nothing is written down when a record changes: the database itself knows which rows are younger than the last
look. How soon the next one comes follows from what this one cost.
"""

from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection, transaction
from django.db.models import Q

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Comparison
from sapa.contacts.selectors import STRENGTHS

MOST_ALIKE = 6
SHORTEST_ID = 5
PAUSE = timedelta(minutes=1)
PAUSE_FOR_A_SECOND = 60
LONGEST_PAUSE = timedelta(days=1)
MEMORY = "64MB"
USUAL_MEMORY = "4MB"

# A row bears the lower half of its transaction's number; from the half of all numbers that lies around the newest
# one it is whole again. Where the newest is behind what was seen, the rows have moved to another database.
CHANGED = """
WITH newest AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS number),
    edge AS (SELECT number + 2147483648 AS high FROM newest)
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, number < %(seen)b::bigint
    OR EXISTS (SELECT FROM contacts_contact, edge WHERE workspace_id = %(workspace)b
        AND high - ((high - xmin::text::bigint) & 4294967295) >= %(seen)b::bigint)
    OR EXISTS (SELECT FROM contacts_identity, edge WHERE workspace_id = %(workspace)b
        AND high - ((high - xmin::text::bigint) & 4294967295) >= %(seen)b::bigint)
FROM newest
"""

# A value becomes a number at once: rows stay narrow, and one pass groups all reasons together. What more than
# `most` records share, such as the shop's own address, says nothing about any two of them.
PAIRS = """
CREATE TEMP TABLE alike_now ON COMMIT DROP AS WITH people AS MATERIALIZED (
    SELECT id, coalesce(root_id, id) AS root, lower(name COLLATE "C") AS name,
        lower(email COLLATE "C") AS email, lower(city COLLATE "C") AS city, postcode, phone,
        name <> '' AND length(phone) > 8 AS called
    FROM contacts_contact WHERE workspace_id = %(workspace)b
), ids AS MATERIALIZED (
    SELECT i.kind, i.value, i.contact_id FROM contacts_identity i WHERE i.workspace_id = %(workspace)b
        AND i.kind IN ('phone', 'email', 'external') AND i.ended_at IS NULL AND i.value NOT LIKE 'former-%%'
), keyed AS MATERIALIZED (
    SELECT %(phone)b::int AS reason, hashtextextended(right(phone, 10), 1) AS key, root
        FROM people WHERE length(phone) > 8
    UNION ALL SELECT %(email)b::int, hashtextextended(email, 2), root FROM people WHERE email <> ''
    UNION ALL SELECT %(name_digits)b::int, hashtextextended(name || right(phone, 4), 3), root
        FROM people WHERE called
    UNION ALL SELECT %(name_postcode)b::int, hashtextextended(name || postcode, 4), root
        FROM people WHERE name <> '' AND postcode <> ''
    UNION ALL SELECT %(name_city)b::int, hashtextextended(name || '|' || city, 5), root
        FROM people WHERE city <> '' AND name LIKE '%% %%'
    UNION ALL SELECT %(phone)b::int, hashtextextended(right(i.value, 10), 1), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id WHERE i.kind = 'phone' AND i.value <> p.phone
    UNION ALL SELECT %(email)b::int, hashtextextended(i.value, 2), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id WHERE i.kind = 'email' AND i.value <> p.email
    UNION ALL SELECT %(external)b::int, hashtextextended(lower(split_part(i.value, ':', 2) COLLATE "C"), 6), p.root
        FROM ids i JOIN people p ON p.id = i.contact_id
        WHERE i.kind = 'external' AND length(split_part(i.value, ':', 2)) >= %(shortest)b
), shared AS (
    SELECT key FROM keyed GROUP BY key HAVING min(root) < max(root) AND count(*) <= 2 * %(most)b
), alike AS (
    SELECT k.reason, array_agg(DISTINCT k.root) AS roots FROM keyed k JOIN shared s ON s.key = k.key
    GROUP BY k.reason, k.key HAVING count(DISTINCT k.root) <= %(most)b
), pairs AS (
    SELECT max(a.reason) AS strength, newer, older, array_agg(DISTINCT a.reason ORDER BY a.reason DESC) AS reasons
    FROM alike a CROSS JOIN LATERAL unnest(a.roots) newer CROSS JOIN LATERAL unnest(a.roots) older
    WHERE newer > older GROUP BY newer, older
)
SELECT strength, newer, older, to_jsonb(reasons) AS reasons FROM pairs
"""

KEEP = (
    """DELETE FROM contacts_likeness l WHERE workspace_id = %(workspace)b AND NOT EXISTS (SELECT FROM alike_now a
        WHERE a.newer = l.newer_id AND a.older = l.older_id AND a.reasons = l.reasons)""",
    """INSERT INTO contacts_likeness (workspace_id, strength, newer_id, older_id, reasons)
        SELECT %(workspace)b, strength, newer, older, reasons FROM alike_now ON CONFLICT DO NOTHING""",
    "DROP TABLE alike_now",
)

# Nobody keeps statistics of what is gathered on the way: a loop in a loop would be taken for the cheapest.
PLAN = "SELECT set_config('work_mem', %s, true), set_config('enable_nestloop', %s, true)"


@transaction.atomic
def compare_records(*, now: datetime) -> bool:
    """Whether they were compared: it was time for it, and one of them is new or has changed. `now` by the machine."""
    Comparison.objects.get_or_create()
    due = Comparison.objects.select_for_update(skip_locked=True).filter(Q(next_at=None) | Q(next_at__lte=now))
    if (row := due.first()) is None:
        return False
    begun = perf_counter()
    given = {"workspace": current_workspace_id(), "seen": row.seen_until}
    [(seen_until, changed)] = fetch(CHANGED, given)
    if changed:
        _keep()
        row.seen_until = seen_until
    took = timedelta(seconds=perf_counter() - begun)
    row.compared_at = now
    row.next_at = now + min(max(took * PAUSE_FOR_A_SECOND, PAUSE), LONGEST_PAUSE)
    row.save()
    return bool(changed)


def compare_soon() -> None:
    """Somebody decided about records: what that means for others is not left waiting.

    Whoever decides never waits for a comparison that is running.
    """
    if row := Comparison.objects.select_for_update(skip_locked=True).first():
        row.next_at = None
        row.save(update_fields=["next_at"])


def _keep() -> None:
    given = {"workspace": current_workspace_id(), "most": MOST_ALIKE, "shortest": SHORTEST_ID, **STRENGTHS}
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [MEMORY, "off"])
        fetch(PAIRS, given)
        cursor.execute(PLAN, [USUAL_MEMORY, "on"])
        for statement in KEEP:
            fetch(statement, given)
