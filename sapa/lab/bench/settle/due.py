"""The due follow-ups of the benchmark: put there before every measurement, counted after it."""

from typing import Any, NamedTuple

from django.db import connection, connections

from sapa.journeys.models import Enrolment, FollowUp
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.bench.settle.people import NOW
from sapa.messaging.models import Channel, Conversation

# One contact's follow-ups compete: a reminder or a promotion first, then the question after the delivery.
KINDS = f"""
(SELECT g.n, (g.n + 1) / 2 AS i, g.n %% 2 = 0 AS second FROM generate_series(1, %(rows)s) g (n)) AS one
CROSS JOIN LATERAL (SELECT CASE WHEN second THEN 'cek_setelah_tiba' WHEN {dice(20)} < 85 THEN 'checkout_belum_bayar'
    ELSE 'kangen_pelanggan' END AS recipe) AS kind
JOIN (VALUES
    ('checkout_belum_bayar', 'order.placed', 'reminder', 'utility', 20,
        '["paid","cancelled","replied"]', NULL, 2, 0, 20),
    ('cek_setelah_tiba', 'shipment.delivered', 'care', 'utility', 40,
        '["replied","ticket_opened","returned","rated"]', '{{"max": 1, "days": 14}}', 24, 1, 48),
    ('kangen_pelanggan', 'customer.dormant', 'promo', 'marketing', 80,
        '["order_placed","replied"]', '{{"max": 1, "days": 30}}', 1, 1, 72)
) AS shape (recipe, happened, klass, category, priority, exits, recipe_cap, hours, which, lasts)
    ON shape.recipe = kind.recipe
JOIN journeys_journey j ON j.recipe = kind.recipe AND j.workspace_id = %(workspace)s
JOIN journeys_journeyversion v ON v.journey_id = j.id AND v.workspace_id = %(workspace)s
JOIN contacts_contact c ON c.id = one.i AND c.workspace_id = %(workspace)s
"""  # noqa: S608 (our own words)


class Counted(NamedTuple):
    """`unique` follow-ups were decided once; `doubled`, `missing`, `unmatched` and `crowded` must be 0.

    `unmatched`: queued without exactly one message. `crowded`: people with two messages at the same time.
    """

    unique: int
    doubled: int
    missing: int
    unmatched: int
    crowded: int
    outcomes: dict[str, int]


def put(rows: int, contacts: int, workspace_id: int) -> None:
    """`rows` follow-ups, all due; earlier ones are gone with their decisions and messages."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE journeys_followup, journeys_enrolment, messaging_conversation CASCADE")
    channel = Channel.objects.order_by("id").values_list("id", flat=True)[0]
    given: dict[str, Any] = {"rows": rows, "contacts": contacts, "now": NOW, "workspace": workspace_id}
    talks = {
        "contact_id": "i",
        "channel_id": "%(channel)s",
        "last_message_at": "%(now)s - interval '20 days'",
    }
    insert(
        Conversation,
        f"generate_series(1, %(contacts)s) i WHERE {dice(21)} < 40",
        talks,
        **given,
        channel=channel,
    )
    subject = "'order-' || (which * %(contacts)s + i)"
    of_both = {
        "id": "n",
        "journey_id": "j.id",
        "contact_id": "i",
        "order_id": "which * %(contacts)s + i",
    }
    begun = {
        "version_id": "v.id",
        "trigger_name": "happened",
        "trigger_at": "%(now)s - make_interval(hours => hours)",
        "started_at": "%(now)s - make_interval(hours => hours)",
        "attempt": "1",
        "subject": subject,
        "arm": "'treatment'",
        "position": "'1'",
    }
    insert(Enrolment, KINDS, of_both | begun, **given)
    count_on(Enrolment, rows)
    columns = of_both | {
        "enrolment_id": "n",
        "key": f"shape.recipe || ':' || {subject} || ':1'",
        "recipe": "shape.recipe",
        "step": "'1'",
        "channels": """'["whatsapp","email"]'::jsonb""",
        "segment": "c.segment",
        "exits": "exits::jsonb",
        "recipe_cap": "recipe_cap::jsonb",
        "created_at": "%(now)s - make_interval(hours => hours)",
        "due_at": f"%(now)s - make_interval(secs => {dice(22, 3600)})",
        "next_at": f"%(now)s - make_interval(secs => {dice(22, 3600)})",
        "expires_at": "%(now)s + make_interval(hours => lasts)",
        "planned_at": "%(now)s - make_interval(hours => hours)",
        "klass": "klass",
        "category": "category",
        "priority": "priority",
    }
    insert(FollowUp, KINDS, columns, **given)
    count_on(FollowUp, rows)


def tidy() -> None:
    """As a shop's database is most of the time: statistics known, nothing old to sweep."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


DECIDED = """
SELECT count(*) FILTER (WHERE times = 1), count(*) FILTER (WHERE times > 1), count(*) FILTER (WHERE times = 0)
FROM (SELECT f.id, count(d.id) AS times FROM journeys_followup f
    LEFT JOIN journeys_decision d ON d.follow_up_id = f.id AND d.stage = 'settle' GROUP BY f.id) AS decided
"""
UNMATCHED = """
SELECT count(*) FROM (
    SELECT f.id FROM journeys_followup f LEFT JOIN messaging_message m ON m.follow_up_id = f.id
    GROUP BY f.id, f.state, f.message_id
    HAVING count(m.id) <> CASE WHEN f.state = 'queued' THEN 1 ELSE 0 END
        OR f.message_id IS DISTINCT FROM max(m.id)) AS odd
"""
CROWDED = (
    "SELECT count(*) FROM (SELECT 1 FROM messaging_message GROUP BY contact_id HAVING count(*) > 1) AS two"
)
OUTCOMES = """
SELECT state || coalesce(' ' || (reasons ->> -1), ''), count(*) FROM journeys_followup GROUP BY 1 ORDER BY 2 DESC
"""


def counted() -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(DECIDED)
        unique, doubled, missing = cursor.fetchone()
        cursor.execute(UNMATCHED)
        unmatched = cursor.fetchone()[0]
        cursor.execute(CROWDED)
        crowded = cursor.fetchone()[0]
        cursor.execute(OUTCOMES)
        return Counted(unique, doubled, missing, unmatched, crowded, dict(cursor.fetchall()))
