"""The benchmark's shop: customers of all zones with wishes, orders, a past, and things that happened."""

from datetime import UTC, datetime

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import create_workspace
from sapa.base.scope import workspace_scope
from sapa.commerce.models import Order
from sapa.contacts.models import (
    Consent,
    Contact,
    ContactGate,
    ContactState,
    Identity,
    LedgerEntry,
    OptOut,
)
from sapa.events.models import Event
from sapa.journeys.services import switch
from sapa.lab.bench.rows import count_on, dice, insert
from sapa.lab.demo.seed import RECIPES
from sapa.messaging.services import create_channel

# Tuesday, 10:00 in Jakarta, 11:00 in Makassar, 12:00 in Jayapura.
NOW = datetime(2026, 11, 3, 3, tzinfo=UTC)

NAMES = (
    "ARRAY['Dewi Anggraini','Made Wirawan','Yosef Wanggai','Rini Kusuma','Siti Rahma','Agus Salim','Hartono']"
)
PROVINCES = """CASE WHEN {0} < 25 THEN 'Jawa Barat' WHEN {0} < 45 THEN 'DKI Jakarta' WHEN {0} < 62 THEN 'Jawa Timur'
    WHEN {0} < 72 THEN 'Bali' WHEN {0} < 82 THEN 'Sulawesi Selatan' WHEN {0} < 87 THEN 'Papua' ELSE '' END"""
POSTCODES = """CASE WHEN {0} < 25 THEN '40111' WHEN {0} < 45 THEN '12190' WHEN {0} < 62 THEN '60241'
    WHEN {0} < 72 THEN '80111' WHEN {0} < 82 THEN '90111' WHEN {0} < 87 THEN '99111' ELSE '' END"""
COUNTRIES = "CASE WHEN {0} < 92 THEN 'ID' WHEN {0} < 95 THEN 'SG' WHEN {0} < 98 THEN 'NL' ELSE '' END"


def found_shop(now: datetime = NOW) -> int:
    """Toko Sari with its number and recipes; returns the workspace's id."""
    owner = User.objects.create_user("budi@tokosari.test", None, name="Budi")
    shop: Workspace = create_workspace(name="Toko Sari", owner=owner)
    with workspace_scope(shop.pk, user_id=owner.pk):
        create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)  # noqa: S106
        for recipe, settings in RECIPES:
            switch(recipe=recipe, mode="live", settings=settings, now=now)
    return shop.pk


def fill(contacts: int) -> None:
    """People 1 to `contacts`, in the scope of the shop. Order i waits for its payment, contacts + i has arrived."""
    everybody, given = "generate_series(1, %(contacts)s) i", {"contacts": contacts, "now": NOW}
    place = dice(1)
    insert(
        Contact,
        everybody,
        {
            "id": "i",
            "name": f"({NAMES})[1 + {dice(2, 7)}]",
            "segment": f"CASE WHEN {dice(3)} < 12 THEN 'b2b' ELSE 'b2c' END",
            "country": COUNTRIES.format(place),
            "province": PROVINCES.format(place),
            "postcode": POSTCODES.format(place),
            "phone": "'+62812' || lpad(i::text, 8, '0')",
            "busy_profile": f"""CASE WHEN {dice(4)} < 6 THEN '"worker"'::jsonb END""",
            "created_at": "%(now)s - interval '300 days'",
        },
        **given,
    )
    count_on(Contact, contacts)
    insert(ContactGate, everybody, {"contact_id": "i"}, **given)
    _wishes(everybody, contacts)
    _orders(everybody, contacts)
    _past(contacts)


def _wishes(everybody: str, contacts: int) -> None:
    given = {"contacts": contacts, "now": NOW}
    known = {"contact_id": "i", "created_at": "%(now)s - interval '300 days'"}
    insert(
        Identity,
        everybody,
        known | {"kind": "'phone'", "value": "'+62812' || lpad(i::text, 8, '0')"},
        **given,
    )
    told = {"contact_id": "i", "source": "'checkout'", "at": "%(now)s - interval '200 days'"}
    insert(Consent, f"{everybody} WHERE {dice(5)} < 75", told | {"state": "'granted'"}, **given)
    scope = f"(ARRAY['promo','follow_up','all'])[1 + {dice(7, 3)}]"
    insert(OptOut, f"{everybody} WHERE {dice(6)} < 4", told | {"scope": scope}, **given)


def _orders(everybody: str, contacts: int) -> None:
    """One in twenty paid the waiting order half an hour ago; one in fifty has an open complaint."""
    given = {"contacts": contacts, "now": NOW}
    links = """jsonb_build_object('pay', 'https://tokosari.test/bayar/' || i)"""
    same = {"contact_id": "i", "source": "'toko'", "amount": f"(50 + {dice(8, 950)}) * 1000", "links": links,
            "goods": f"(1 + {dice(9, 4)}) || ' barang'", "recorded_at": "%(now)s", "updated_at": "%(now)s"}  # fmt: skip
    paid = f"CASE WHEN {dice(10)} < 5 THEN %(now)s - interval '30 minutes' END"
    status = f"CASE WHEN {dice(10)} < 5 THEN 'paid' ELSE 'awaiting_payment' END"
    waiting = {"id": "i", "external_id": "'A' || i", "number": "'A' || i", "status": status,
               "placed_at": "%(now)s - interval '2 hours'", "paid_at": paid,
               "payment_deadline": "%(now)s + interval '22 hours'"}  # fmt: skip
    arrived = {"id": "%(contacts)s + i", "external_id": "'B' || i", "number": "'B' || i", "status": "'delivered'",
               "placed_at": "%(now)s - interval '96 days'", "paid_at": "%(now)s - interval '95 days'",
               "shipped_at": "%(now)s - interval '4 days'", "delivered_at": "%(now)s - interval '1 day'"}  # fmt: skip
    insert(Order, everybody, same | waiting, **given)
    insert(Order, everybody, same | arrived, **given)
    count_on(Order, 2 * contacts)
    ticket = """jsonb_build_array(jsonb_build_object('id', i, 'kind', 'defective', 'closed_at', null,
        'opened_at', to_char(%(now)s - interval '5 hours', 'YYYY-MM-DD"T"HH24:MI:SSOF":00"'), 'order_id', i))"""
    state = {"contact_id": "i", "paid_orders": "1", "last_paid_order_id": "%(contacts)s + i",
             "last_paid_at": "%(now)s - interval '95 days'", "updated_at": "%(now)s",
             "tickets": f"CASE WHEN {dice(11)} < 2 THEN {ticket} ELSE '[]' END"}  # fmt: skip
    insert(ContactState, everybody, state, **given)


def _past(contacts: int) -> None:
    """None to five contacts of the last half year, and the events of both orders."""
    given = {"contacts": contacts, "now": NOW}
    before = "generate_series(1, %(contacts)s) c, generate_series(1, 5) k, LATERAL (SELECT c * 8 + k AS i) n"
    some = f"{before} WHERE k <= (hashint8(c) & 2147483647) %% 6"
    heard = f"{dice(12)} < 25"
    klass = f"(ARRAY['reminder','care','promo'])[1 + {dice(14, 3)}]"
    ledger = {"contact_id": "c", "at": f"%(now)s - make_interval(mins => 60 + {dice(13, 250_000)})",
              "fact": f"CASE WHEN {heard} THEN 'received' ELSE 'sent' END", "channel": "'whatsapp'",
              "klass": f"CASE WHEN {heard} THEN 'inbound' ELSE {klass} END",
              "kind": f"(ARRAY['checkout_belum_bayar','cek_setelah_tiba','kangen_pelanggan'])[1 + {dice(14, 3)}]",
              "by": f"CASE WHEN {heard} THEN 'customer' ELSE 'system' END", "message_id": "1000000000 + i"}  # fmt: skip
    insert(LedgerEntry, some, ledger, **given)
    happened = """generate_series(1, %(contacts)s) i, (VALUES
        ('order.placed', 0, interval '2 hours'), ('order.placed', 1, interval '96 days'),
        ('payment.received', 1, interval '95 days'), ('shipment.shipped', 1, interval '4 days'),
        ('shipment.delivered', 1, interval '1 day')) AS told (name, which, ago)"""
    event = {"contact_id": "i", "name": "name", "at": "%(now)s - ago", "recorded_at": "%(now)s - ago",
             "order_id": "which * %(contacts)s + i"}  # fmt: skip
    insert(Event, happened, event, **given)
    paid = {"contact_id": "i", "name": "'payment.received'", "at": "%(now)s - interval '30 minutes'",
            "recorded_at": "%(now)s", "order_id": "i"}  # fmt: skip
    insert(Event, f"generate_series(1, %(contacts)s) i WHERE {dice(10)} < 5", paid, **given)
