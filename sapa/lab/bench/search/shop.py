"""The benchmark's shop: a million customers with names as people have them, their orders, parcels and messages.

Indexes and references are taken down while it is filled and put up again after it, as after any bulk load.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connections, models

from sapa.accounts.models import User
from sapa.accounts.services import create_workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, Shipment
from sapa.contacts.models import Contact, Identity
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.bench.words import FIRST, LAST, PHONE, SAID, word
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import create_channel

NOW = datetime(2026, 11, 3, 3, tzinfo=UTC)
FILLED: tuple[type[models.Model], ...] = (Contact, Identity, Order, Shipment, Conversation, Message)


def found_shops() -> tuple[int, int]:
    """Toko Sari, which is asked, and Toko Lain beside it."""
    return _found("Toko Sari", "1"), _found("Toko Lain", "2")


def _found(name: str, number: str) -> int:
    owner = User.objects.create_user(f"budi{number}@tokosari.test", None, name="Budi")
    shop = create_workspace(name=name, owner=owner)
    with workspace_scope(shop.pk, user_id=owner.pk):
        create_channel(name=name, external_id=number, token="t", app_secret="s", now=NOW)  # noqa: S106
    return shop.pk


@contextmanager
def bare_tables() -> Iterator[None]:
    """Without references and without indexes that are no constraint; they come back, the references do not."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(PARTS, {"tables": [model._meta.db_table for model in FILLED]})
        parts = cursor.fetchall()
        for drop, _make in parts:
            cursor.execute(drop)
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _drop, make in parts:
            if make:
                cursor.execute(make)
        cursor.execute("VACUUM ANALYZE")


PARTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname), NULL
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%(tables)s::text[]::regclass[])
UNION ALL SELECT format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index i WHERE i.indrelid = ANY(%(tables)s::text[]::regclass[]) AND NOT i.indisunique
"""


def fill(workspace_id: int, *, first: int, contacts: int) -> None:
    """Customers `first` + 1 to `first` + `contacts` with two orders, a parcel of each second one, three messages."""
    with workspace_scope(workspace_id):
        channel = Channel.objects.values_list("pk", flat=True)[0]
        given = {"first": first, "last": first + contacts, "now": NOW, "channel": channel}
        _people(given)
        _orders(given)
        _talks(given)


def _people(given: dict[str, object]) -> None:
    everybody = "generate_series(%(first)s::bigint + 1, %(last)s) i"
    name = f"{word(FIRST, 1)} || ' ' || {word(LAST, 2)}"
    insert(
        Contact,
        everybody,
        {
            "id": "i",
            "name": f"{name} || CASE WHEN {dice(3, 3)} = 0 THEN ' ' || {word(LAST, 4)} ELSE '' END",
            "company": f"CASE WHEN {dice(5)} < 5 THEN 'CV ' || {word(LAST, 6)} || ' ' || {word(SAID, 7)} ELSE '' END",
            "city": f"{word(LAST, 8)}",
            "phone": PHONE,
            "created_at": "%(now)s - make_interval(mins => (1200000 - i)::int)",
        },
        **given,
    )
    known = {"contact_id": "i", "created_at": "%(now)s"}
    insert(Identity, everybody, known | {"kind": "'phone'", "value": PHONE}, **given)
    insert(
        Identity,
        everybody,
        known | {"kind": "'external'", "value": "'shopee:' || 'u' || (i * 7919)"},
        **given,
    )
    email = f"lower({word(FIRST, 1)}) || '.' || i || '@contoh.test'"
    insert(Identity, f"{everybody} WHERE i %% 4 = 0", known | {"kind": "'email'", "value": email}, **given)
    count_on(Contact, int(str(given["last"])))


def _orders(given: dict[str, object]) -> None:
    last = int(str(given["last"]))
    both = "generate_series(2 * %(first)s::bigint + 1, 2 * %(last)s) i"
    insert(
        Order,
        both,
        {
            "id": "i",
            "contact_id": "(i + 1) / 2",
            "source": "'shopee'",
            "external_id": "'2611' || (i * 100003)",
            "number": "'INV/2026/' || (i * 7919)",
            "status": "'completed'",
            "amount": f"{dice(9, 900)} * 1000",
            "goods": word(SAID, 10),
            "placed_at": "%(now)s - make_interval(mins => (2400000 - i)::int)",
            "recorded_at": "%(now)s",
            "updated_at": "%(now)s",
        },
        **given,
    )
    insert(
        Shipment,
        f"{both} WHERE i %% 2 = 0",
        {
            "contact_id": "i / 2",
            "order_id": "i",
            "source": "'biteship'",
            "external_id": "'s' || i",
            "courier": "'jne'",
            "tracking_number": "'JX' || lpad((i * 15485863 %% 9999999967)::text, 10, '0')",
            "status": "'delivered'",
            **dict.fromkeys(("status_at", "said_at", "recorded_at", "updated_at"), "%(now)s"),
        },
        **given,
    )
    count_on(Order, 2 * last)


def _talks(given: dict[str, object]) -> None:
    """One talk for three customers out of ten; two of three messages are written by people."""
    last = int(str(given["last"]))
    talks = "generate_series(%(first)s::bigint + 1, %(last)s) i WHERE i %% 10 BETWEEN 1 AND 3"
    known = {"id": "i", "contact_id": "i", "channel_id": "%(channel)s", "last_message_at": "%(now)s"}
    insert(Conversation, talks, known, **given)
    count_on(Conversation, last)
    numbers = "generate_series(3 * %(first)s::bigint + 1, 3 * %(last)s) i"
    talk = f"(SELECT i, (i - 1) / 30 * 10 + (i - 1) / 10 %% 3 + 1 AS talk FROM {numbers}) n"  # noqa: S608 (our own words)
    words = " || ' ' || ".join(word(SAID, number) for number in range(20, 29))
    inbound = f"{dice(11, 3)} = 0"
    insert(
        Message,
        talk,
        {
            "id": "i",
            "conversation_id": "talk",
            "contact_id": "talk",
            "channel_id": "%(channel)s",
            "direction": f"CASE WHEN {inbound} THEN 'in' ELSE 'out' END",
            "by": f"CASE {dice(11, 3)} WHEN 0 THEN 'customer' WHEN 1 THEN 'agent' ELSE 'system' END",
            "text": f"{words} || ' ' || i",
            "state": f"CASE WHEN {inbound} THEN 'received' ELSE 'accepted' END",
            "at": "%(now)s - make_interval(mins => (4000000 - i)::int)",
            "not_before": "%(now)s",
        },
        **given,
    )
    count_on(Message, 3 * last)
