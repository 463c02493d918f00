"""The shop whose assistant is measured: customers with three orders each, goods, articles, and what they write.

Each customer writes once, so that no answer waits for another; before it stand six messages of their conversation.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sapa.accounts.models import User
from sapa.accounts.services import create_workspace
from sapa.assistant.services.articles import Draft, add_articles
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order, OrderLine, Payment, Product, Shipment
from sapa.contacts.models import Contact, Identity
from sapa.events.models import Endpoint, RawDelivery
from sapa.lab.bench.assistant.knowledge import written
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.bench.words import FIRST, LAST, PHONE, SAID, word
from sapa.lab.demo.articles import ARTICLES
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import create_channel

PAST, ORDERS, GOODS = 6, 3, 40
PASSAGES = 300
EVERYBODY = "generate_series(1, %(customers)s::bigint) i"
TIMES = ("said_at", "recorded_at", "updated_at")


def found_shop(name: str, number: str) -> int:
    now = business_now()
    owner = User.objects.create_user(f"budi{number}@tokosari.test", None, name="Budi")
    shop = create_workspace(name=name, owner=owner)
    with workspace_scope(shop.pk, user_id=owner.pk):
        create_channel(name=name, external_id=number, token="t", app_secret="s", now=now)  # noqa: S106
    return int(shop.pk)


def fill(workspace_id: int, customers: int, seed: int) -> None:
    with workspace_scope(workspace_id):
        now = business_now()
        given = {
            "customers": customers,
            "now": now,
            "channel": Channel.objects.values_list("pk", flat=True)[0],
        }
        _people(given)
        _orders(given)
        _talks(given)
        more = [Draft(one.title, one.text) for one in written(PASSAGES, seed)]
        add_articles(drafts=[*ARTICLES, *more], now=now)


def _people(given: dict[str, object]) -> None:
    name = f"{word(FIRST, 1)} || ' ' || {word(LAST, 2)}"
    at = "%(now)s - make_interval(days => 300)"
    insert(Contact, EVERYBODY, {"id": "i", "name": name, "phone": PHONE, "created_at": at}, **given)
    known = {"contact_id": "i", "created_at": at, "kind": "'phone'", "value": PHONE}
    insert(Identity, EVERYBODY, known, **given)
    count_on(Contact, int(str(given["customers"])))


# Every third order is on its way, every third has arrived, the others wait for money.
STATUS = "(ARRAY['shipped','completed','awaiting_payment'])[1 + i %% 3]"
AGE = "make_interval(days => ((i %% 3) * 20 + 1)::int)"


def _orders(given: dict[str, object]) -> None:
    said = dict.fromkeys(TIMES, "%(now)s")
    goods = {"id": "i", "source": "'toko'", "external_id": "'K-' || i", "stock": "i", "amount": "i * 5000",
             "name": f"initcap({word(SAID, 10)} || ' ' || {word(LAST, 11)})", "stock_said_at": "%(now)s"}  # fmt: skip
    insert(Product, f"generate_series(1, {GOODS}) i", goods | said, **given)
    many = f"generate_series(0, %(customers)s::bigint * {ORDERS} - 1) i"
    due = "CASE WHEN i %% 3 = 2 THEN %(now)s + make_interval(hours => 20) END"
    paid = f"CASE WHEN i %% 3 < 2 THEN %(now)s - {AGE} END"
    told = {"id": "i + 1", "contact_id": f"i / {ORDERS} + 1", "source": "'toko'", "external_id": "'n' || i",
            "number": "'SARI-' || (i + 1000)", "status": STATUS, "amount": f"{dice(9, 900)} * 1000 + 20000",
            "goods": word(SAID, 10), "placed_at": f"%(now)s - {AGE}", "paid_at": paid, "shipped_at": paid,
            "delivered_at": f"CASE WHEN i %% 3 = 1 THEN %(now)s - {AGE} END", "payment_deadline": due}  # fmt: skip
    insert(Order, many, told | said, **given)
    insert(OrderLine, many, {"order_id": "i + 1", "product_id": f"1 + i %% {GOODS}"}, **given)
    parts = {"contact_id": f"i / {ORDERS} + 1", "order_id": "i + 1", "status_at": "%(now)s"} | said
    parcel = {"source": "'biteship'", "external_id": "'s' || i", "courier": "'jne'", "shipped_at": paid,
              "tracking_number": "'JX' || lpad((i * 15485863 %% 9999999967)::text, 10, '0')",
              "status": "(ARRAY['in_transit','delivered'])[1 + i %% 3]"}  # fmt: skip
    insert(Shipment, f"{many} WHERE i %% 3 < 2", parts | parcel, **given)
    money = {"source": "'midtrans'", "external_id": "'p' || i", "amount": "50000",
             "status": "CASE WHEN i %% 3 < 2 THEN 'paid' ELSE 'pending' END"}  # fmt: skip
    insert(Payment, many, parts | money, **given)
    count_on(Product, GOODS)
    count_on(Order, int(str(given["customers"])) * ORDERS)


def _talks(given: dict[str, object]) -> None:
    """What was said a month ago, by turns."""
    at = "%(now)s - make_interval(days => 30)"
    talk = {
        "id": "i",
        "contact_id": "i",
        "channel_id": "%(channel)s",
        "last_message_at": at,
        "owner": "'assistant'",
    }
    insert(Conversation, EVERYBODY, talk, **given)
    count_on(Conversation, int(str(given["customers"])))
    said = f"generate_series(0, %(customers)s::bigint * {PAST} - 1) i"
    inbound = "i %% 2 = 0"
    row = {"id": "i + 1", "conversation_id": f"i / {PAST} + 1", "contact_id": f"i / {PAST} + 1",
           "channel_id": "%(channel)s", "direction": f"CASE WHEN {inbound} THEN 'in' ELSE 'out' END",
           "by": f"CASE WHEN {inbound} THEN 'customer' ELSE 'agent' END",
           "text": " || ' ' || ".join(word(SAID, number) for number in range(20, 27)),
           "state": f"CASE WHEN {inbound} THEN 'received' ELSE 'accepted' END",
           "at": f"{at} + make_interval(mins => (i %% {PAST})::int)", "not_before": at}  # fmt: skip
    insert(Message, said, row, **given)
    count_on(Message, int(str(given["customers"])) * PAST)


def phone_of(customer: int) -> str:
    """As `PHONE` makes them, from 1."""
    return f"62812{(customer * 48271 + 11) % 99999989:08d}"


def hear(workspace_id: int, texts: Sequence[str]) -> None:
    """As the web process stores them: message n is of customer n, from 1."""
    now = business_now()
    with workspace_scope(workspace_id):
        endpoint = Endpoint.objects.get()
        RawDelivery.objects.bulk_create(
            RawDelivery(
                endpoint=endpoint,
                kind="whatsapp",
                received_at=now,
                next_at=now,
                body=body(phone_of(number), wamid(number), text, now),
            )
            for number, text in enumerate(texts, start=1)
        )


def wamid(number: int) -> str:
    return f"wamid.HBgNTURN{number:032d}"


def body(sender: str, wamid: str, text: str, at: datetime) -> bytes:
    """As Meta sends it."""
    said = {"from": sender, "id": wamid, "timestamp": str(int(at.timestamp())), "type": "text"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "6281100000001", "phone_number_id": "1"},
        "contacts": [{"profile": {"name": "Pelanggan"}, "wa_id": sender}],
        "messages": [said | {"text": {"body": text}}],
    }
    entry = {"id": "104996122399160", "changes": [{"value": value, "field": "messages"}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
