"""The shop whose messages leave: customers with a past, follow-ups that are settled as in production, numbers.

One follow-up for each customer, so that no rule makes them wait for each other; business time is a Tuesday
morning at which all of Indonesia may be written to. Every message is queued by the services of production.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, connections

from sapa.base.clock import set_demo_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.contacts.models import Consent, Contact, ContactGate, ContactState, Identity, LedgerEntry
from sapa.events.models import Event
from sapa.journeys.models import Enrolment, FollowUp
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.bench.settle.due import tidy
from sapa.lab.bench.settle.measuring import settle_rate
from sapa.lab.bench.settle.people import NAMES, found_shop
from sapa.messaging.models import Attempt, Channel, Conversation, Message, Template, Wamid
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import create_channel, open_conversations, queue

NUMBERS = 16
FASTEST = 1000
AT_ONCE = 1000
TALKING = 100_000
TUESDAY = 1
PAST = 1_000_000_000  # ids of messages of long ago
EVERYBODY = "generate_series(1, %(contacts)s) i"
# Two in five have not paid, the others have their goods.
WAITS = f"{dice(20)} < 40"
SHAPES = """
JOIN (VALUES
    ('checkout_belum_bayar', 'order.placed', 'reminder', 'utility', 20, '["paid","cancelled","replied"]', NULL),
    ('cek_setelah_tiba', 'shipment.delivered', 'care', 'utility', 40,
        '["replied","ticket_opened","returned","rated"]', '{"max": 1, "days": 14}')
) AS shape (recipe, happened, klass, category, priority, exits, recipe_cap) ON shape.recipe = kind.recipe
JOIN journeys_journey j ON j.recipe = kind.recipe AND j.workspace_id = %(workspace)s
JOIN journeys_journeyversion v ON v.journey_id = j.id AND v.workspace_id = %(workspace)s
"""


def next_morning(after: datetime) -> datetime:
    """10:00 in Jakarta, 12:00 in Jayapura, on a Tuesday to come."""
    morning = after.replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return morning + timedelta(days=(TUESDAY - morning.weekday()) % 7)


class Shop:
    """`numbers` that may send `rate` messages a second each; `contacts` customers who are written to."""

    def __init__(self, contacts: int, numbers: int, rate: int) -> None:
        self.now = set_demo_now(next_morning(datetime.now(UTC)))
        self.contacts = contacts
        self.workspace_id = found_shop(self.now)
        with workspace_scope(self.workspace_id):
            self.numbers = _connect(numbers, rate, self.now)
            _fill(contacts, self._given())

    def plan_follow_ups(self, workers: int, count: int) -> int:
        """Follow-ups of `count` customers, settled by the workers of `sapa bench settle`; returns how many wait."""
        with workspace_scope(self.workspace_id):
            _empty(self._given())
            _put_due(self._given() | {"contacts": min(count, self.contacts)})
        tidy()
        connections.close_all()
        settle_rate(count, workers, self.now)
        with workspace_scope(self.workspace_id):
            _spread(self.numbers)
            waiting = Message.objects.filter(state=Message.State.PLANNED).count()
        tidy()
        return waiting

    def plan_replies(self, count: int) -> int:
        """`count` answers by a person, in turn to all customers, each of whom has just written."""
        with workspace_scope(self.workspace_id):
            _empty(self._given())
            pairs = [(i, self.numbers[i % len(self.numbers)]) for i in range(1, self.contacts + 1)]
            open_conversations(pairs=pairs, now=self.now)
            Conversation.objects.filter(open=True).update(last_inbound_at=self.now, last_message_at=self.now)
            asked = {"contact_id": "i", "at": "%(now)s", "fact": "'received'", "channel": "'whatsapp'",
                     "klass": "'inbound'", "by": "'customer'", "message_id": f"{PAST // 2} + i"}  # fmt: skip
            insert(LedgerEntry, EVERYBODY, asked, **self._given())
        for first in range(0, count, AT_ONCE):
            with workspace_scope(self.workspace_id):
                wanted = range(first, min(first + AT_ONCE, count))
                queue(outgoing=[self._reply(n, *pairs[n % len(pairs)]) for n in wanted], now=self.now)
        tidy()
        return count

    def _reply(self, number: int, contact_id: int, channel_id: int) -> Outgoing:
        text = f"Baik Kak, pesanan A{number} sudah kami siapkan dan kami kirim sore ini."
        return Outgoing(
            contact_id=contact_id,
            channel_id=channel_id,
            klass="reply",
            kind="agent_reply",
            category="service",
            by="agent",
            text=text,
            key=f"bench:{number}",
            delivery_class="ask",
            priority=10,
        )

    def _given(self) -> dict[str, Any]:
        return {"contacts": self.contacts, "now": self.now, "workspace": self.workspace_id}


def _connect(numbers: int, rate: int, now: datetime) -> list[int]:
    """The shop's first number and more, each with the approved templates of the first."""
    first = Channel.objects.get()
    others = [
        create_channel(name=f"Toko Sari {n}", external_id=str(n), token="t", app_secret="s", now=now)  # noqa: S106
        for n in range(2, numbers + 1)
    ]
    Channel.objects.update(rate_per_second=rate, limit_tier="TIER_UNLIMITED", last_inbound_at=now)
    for channel in (first, *others):
        Channel.objects.filter(pk=channel.pk).update(account_id=channel.external_id)
    Template.objects.update(status="APPROVED")
    for template in list(Template.objects.all()):
        for channel in others:
            template.pk, template.channel_id = None, channel.pk
            template.save(force_insert=True)
    return [first.pk, *(channel.pk for channel in others)]


def _fill(contacts: int, given: dict[str, Any]) -> None:
    long_ago = {"created_at": "%(now)s - interval '300 days'"}
    phone = "'+62812' || lpad(i::text, 8, '0')"
    person = {"id": "i", "name": f"({NAMES})[1 + {dice(2, 7)}]", "country": "'ID'", "province": "'Jawa Barat'",
              "postcode": "'40111'", "phone": phone}  # fmt: skip
    insert(Contact, EVERYBODY, person | long_ago, **given)
    count_on(Contact, contacts)
    insert(ContactGate, EVERYBODY, {"contact_id": "i"}, **given)
    insert(Identity, EVERYBODY, {"contact_id": "i", "kind": "'phone'", "value": phone} | long_ago, **given)
    told = {"contact_id": "i", "source": "'checkout'", "at": "%(now)s - interval '200 days'"}
    insert(Consent, f"{EVERYBODY} WHERE {dice(5)} < 75", told | {"state": "'granted'"}, **given)
    state = {"contact_id": "i", "paid_orders": "1", "last_paid_order_id": "i", "updated_at": "%(now)s",
             "last_paid_at": "%(now)s - interval '9 days'"}  # fmt: skip
    insert(ContactState, EVERYBODY, state, **given)
    _fill_orders(contacts, given)
    # Written to a month and more ago, answered since: nothing of it holds the next message up.
    ago = f"interval '20 days' * (3 - k) + make_interval(mins => {dice(13, 9000)})"
    past = {"contact_id": "i", "at": f"%(now)s - {ago}", "channel": "'whatsapp'", "message_id": f"{PAST} + i * 2 + k",
            "fact": "CASE k WHEN 0 THEN 'sent' ELSE 'received' END",
            "klass": "CASE k WHEN 0 THEN 'care' ELSE 'inbound' END",
            "kind": "CASE k WHEN 0 THEN 'panduan_pakai' ELSE '' END",
            "by": "CASE k WHEN 0 THEN 'system' ELSE 'customer' END"}  # fmt: skip
    insert(LedgerEntry, f"{EVERYBODY}, generate_series(0, 1) k", past, **given)


def _fill_orders(contacts: int, given: dict[str, Any]) -> None:
    arrived = f"CASE WHEN {WAITS} THEN NULL ELSE %(now)s - interval '{{}}' END"
    order = {"id": "i", "contact_id": "i", "source": "'toko'", "amount": f"(50 + {dice(8, 950)}) * 1000",
             "links": "jsonb_build_object('pay', 'https://tokosari.test/bayar/' || i)", "external_id": "'A' || i",
             "number": "'A' || i", "goods": f"(1 + {dice(9, 4)}) || ' barang'",
             "status": f"CASE WHEN {WAITS} THEN 'awaiting_payment' ELSE 'delivered' END",
             "placed_at": f"CASE WHEN {WAITS} THEN %(now)s - interval '2 hours' ELSE %(now)s - interval '10 days' END",
             "payment_deadline": f"CASE WHEN {WAITS} THEN %(now)s + interval '22 hours' END",
             "paid_at": arrived.format("9 days"), "shipped_at": arrived.format("4 days"),
             "delivered_at": arrived.format("1 day"), "recorded_at": "%(now)s", "updated_at": "%(now)s"}  # fmt: skip
    insert(Order, EVERYBODY, order, **given)
    count_on(Order, contacts)
    happened = f"""{EVERYBODY}, (VALUES ('order.placed', interval '10 days'), ('payment.received', interval '9 days'),
        ('shipment.delivered', interval '1 day')) AS told (name, ago) WHERE NOT {WAITS}"""
    event = {"contact_id": "i", "name": "name", "at": "%(now)s - ago", "recorded_at": "%(now)s - ago",
             "order_id": "i"}  # fmt: skip
    insert(Event, happened, event, **given)


def _put_due(given: dict[str, Any]) -> None:
    recipe = f"CASE WHEN {WAITS} THEN 'checkout_belum_bayar' ELSE 'cek_setelah_tiba' END"
    source = f"{EVERYBODY} CROSS JOIN LATERAL (SELECT {recipe} AS recipe) AS kind {SHAPES}"
    before = "%(now)s - interval '2 hours'"
    of_both = {"id": "i", "journey_id": "j.id", "contact_id": "i", "order_id": "i"}
    begun = {"version_id": "v.id", "trigger_name": "happened", "trigger_at": before, "started_at": before,
             "attempt": "1", "subject": "'order-' || i", "arm": "'treatment'", "position": "'1'"}  # fmt: skip
    insert(Enrolment, source, of_both | begun, **given)
    count_on(Enrolment, given["contacts"])
    due = f"%(now)s - make_interval(secs => {dice(22, 3600)})"
    columns = of_both | {
        "enrolment_id": "i", "key": "shape.recipe || ':order-' || i || ':1'", "recipe": "shape.recipe", "step": "'1'",
        "channels": """'["whatsapp"]'::jsonb""", "segment": "'b2c'", "exits": "exits::jsonb",
        "recipe_cap": "recipe_cap::jsonb", "created_at": before, "due_at": due, "next_at": due,
        "expires_at": "%(now)s + interval '20 hours'", "planned_at": before, "klass": "klass",
        "category": "category", "priority": "priority",
    }  # fmt: skip
    insert(FollowUp, source, columns, **given)
    count_on(FollowUp, given["contacts"])


def _spread(numbers: list[int]) -> None:
    """Services queue at the default number: the customers of each number are given to it."""
    with connection.cursor() as cursor:
        for table in ("messaging_conversation", "messaging_message"):
            cursor.execute(
                f"UPDATE {table} SET channel_id = (%s::bigint[])[1 + contact_id %% %s] WHERE id < {PAST}",  # noqa: S608 (our own words)
                [numbers, len(numbers)],
            )


def _empty(given: dict[str, Any]) -> None:
    """What an earlier measurement left would count for the policy; what was sent long ago stays."""
    LedgerEntry.objects.filter(message_id__lt=PAST).delete()
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE journeys_followup, journeys_enrolment, messaging_conversation CASCADE")
    _send_long_ago(given)


def _send_long_ago(given: dict[str, Any]) -> None:
    """One message to everybody, so that the planner knows tables as they are where a shop has been at work."""
    at, of_number = "%(now)s - interval '60 days'", {"channel_id": "(SELECT min(id) FROM messaging_channel)"}
    talk = of_number | {"id": f"{PAST} + i", "contact_id": "i", "last_message_at": at, "open": "false"}
    insert(Conversation, EVERYBODY, talk, **given)
    known = {"id": f"{PAST} + i", "conversation_id": f"{PAST} + i", "contact_id": "i", "direction": "'out'",
             "klass": "'care'", "kind": "'panduan_pakai'", "by": "'system'", "state": "'accepted'", "at": at,
             "not_before": at, "accepted_at": at, "attempts": "1", "wamid": "'wamid.past.' || i"}  # fmt: skip
    insert(Message, EVERYBODY, of_number | known, **given)
    tried = {"message_id": f"{PAST} + i", "n": "1", "token": "'past-' || i", "started_at": at, "finished_at": at,
             "outcome": "'accepted'", "wamid": "'wamid.past.' || i", "settled_by": "'response'"}  # fmt: skip
    insert(Attempt, EVERYBODY, tried, **given)
    insert(
        Wamid, EVERYBODY, of_number | {"message_id": f"{PAST} + i", "wamid": "'wamid.past.' || i"}, **given
    )
