"""One signed body of each kind becomes rows and events; what cannot be read says why."""

import contextlib
import json
import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sapa.accounts.models import Workspace
from sapa.commerce.models import Invoice, Order, OrderLine, Product, Return, Shipment, Subscription
from sapa.commerce.sources.generic import apply
from sapa.commerce.sources.generic.subjects import READERS
from sapa.contacts.models import Contact, Interaction, LedgerEntry
from sapa.contacts.selectors import tickets_of
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.schemas import TooEarly, Unreadable
from sapa.events.services import create_endpoint
from tests.rooms.commerce.test_generic import ORDER

GUIDE = Path(__file__).parents[3] / "docs/guides/generic-webhook.md"
DEWI: dict[str, Any] = {"customer": {"id": "C-1", "name": "Dewi Lestari", "phone": "0812-1111-2222"}}
CALL = {"id": "K-1", "kind": "telepon", "topic": "ukuran", "at": "2026-09-15T09:00:00+07:00"}


@pytest.fixture
def endpoint(shop: Workspace, now: datetime) -> Endpoint:
    return create_endpoint(kind="generic", label="Toko daring", now=now)[0]


def deliver(endpoint: Endpoint, at: datetime, *bodies: dict[str, Any]) -> None:
    given = {"endpoint": endpoint, "kind": "generic", "received_at": at, "next_at": at}
    apply([RawDelivery(body=json.dumps(body).encode(), **given) for body in bodies], at)


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"shipment": {"id": "S-1", "status": "diantar"}}, ["shipment.out_for_delivery"]),
        ({"shipment": {"id": "S-1", "status": "terlambat"}}, ["shipment.delayed"]),
        ({"subscription": {"id": "L-1", "plan": "Pro", "period_end": "2026-12-01"}}, ["subscription.noted"]),
        ({"invoice": {"id": "I-1", "amount": 5000, "status": "lunas"}}, ["invoice.issued", "invoice.paid"]),
        ({"return": {"id": "R-1", "status": "requested"}}, ["return.requested"]),
        ({"ticket": {"id": "T-1", "kind": "delivery"}}, ["ticket.opened"]),
        ({"ticket": {"id": "T-1", "status": "selesai"}}, ["ticket.opened", "ticket.resolved"]),
        ({"interaction": CALL}, ["interaction.first"]),
        ({"feature": {"id": "F-1", "name": "Mode hemat", "status": "used"}}, ["feature.used"]),
        ({"review": {"id": "U-1", "score": 5}}, ["review.given"]),
        ({"survey": {"id": "Q-1", "status": "answered"}}, ["survey.answered"]),
        ({"survey": {"id": "Q-1", "status": "closed"}}, ["survey.closed"]),
        ({"product": {"sku": "KOPI", "name": "Kopi Gayo"}}, []),
    ],
)
def test_each_kind_is_recorded_once_however_often_it_comes(
    endpoint: Endpoint, now: datetime, said: dict[str, Any], expected: list[str]
) -> None:
    for hours in range(3):
        deliver(endpoint, now + timedelta(hours=hours), DEWI | said, DEWI | said)
    assert names() == expected


def test_one_body_may_say_several_things(endpoint: Endpoint, now: datetime) -> None:
    items = [{"sku": "KOPI", "name": "Kopi Gayo", "quantity": 2}, {"name": "Gula aren"}]
    order = {"id": "A-1", "placed_at": "2026-09-15T09:00:00+07:00", "items": items}
    parcels = [{"id": "S-1", "status": "in_transit"}, {"id": "S-2", "status": "confirmed"}]
    products = [{"sku": "KOPI", "name": "Kopi Gayo", "lifetime_days": 30, "needs_care": True}]
    deliver(endpoint, now, DEWI | {"order": order, "shipments": parcels, "products": products})
    sold = Order.objects.get()
    assert (sold.goods, sold.quantity) == ("2 Kopi Gayo, 1 Gula aren", 3)
    assert {row.order_id for row in Shipment.objects.all()} == {sold.pk}
    assert set(OrderLine.objects.values_list("product__external_id", "quantity")) == {
        ("KOPI", 2),
        ("Gula aren", 1),
    }
    assert Product.objects.get(external_id="KOPI").lifetime_days == 30


def test_an_order_number_is_enough_to_find_the_customer(endpoint: Endpoint, now: datetime) -> None:
    deliver(endpoint, now, ORDER)
    deliver(endpoint, now, {"order": {"id": "A-1001"}, "return": {"id": "R-1", "status": "diajukan"}})
    deliver(endpoint, now, {"invoice": {"id": "I-1", "order": "A-1001", "amount": 250000}})
    assert Return.objects.get().order_id == Invoice.objects.get().order_id == Order.objects.get().pk
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("known_by", [{"email": "dewi@example.com"}, {"id": "C-1"}])
def test_a_customer_is_found_without_a_phone(
    endpoint: Endpoint, now: datetime, known_by: dict[str, str]
) -> None:
    customer = DEWI["customer"] | {"email": "dewi@example.com"}
    deliver(endpoint, now, {"customer": customer, "subscription": {"id": "L-1", "plan": "Pro"}})
    deliver(endpoint, now, {"customer": known_by, "invoice": {"id": "I-1", "amount": 5000}})
    assert Invoice.objects.get().contact_id == Subscription.objects.get().contact_id


def test_every_further_talk_is_a_follow_up_of_a_person(endpoint: Endpoint, now: datetime) -> None:
    visit = {"id": "K-2", "kind": "visit", "promised_at": "2026-09-20T10:00:00+07:00", "by": "Ani"}
    deliver(endpoint, now, DEWI | {"interactions": [CALL, visit]})
    assert names() == ["interaction.first", "agent.followed_up"]
    assert LedgerEntry.objects.filter(fact="logged").count() == 2
    assert Interaction.objects.get(kind="visit").by_name == "Ani"


def test_a_case_goes_on_under_its_number_without_a_customer(endpoint: Endpoint, now: datetime) -> None:
    opened = {"id": "T-1", "kind": "delivery", "summary": "paket belum tiba", "number": "CS-204"}
    deliver(endpoint, now, DEWI | {"ticket": opened})
    later = now + timedelta(hours=1)
    deliver(endpoint, later, {"ticket": {"id": "T-1", "status": "resolved", "answered_by": "agent"}})
    deliver(endpoint, later + timedelta(hours=1), {"ticket": {"id": "T-1", "status": "reopened"}})
    ((case,),) = tickets_of(Contact.objects.values_list("pk", flat=True)).values()
    assert (case.number, case.summary, case.reopened) == ("CS-204", "paket belum tiba", True)
    assert names() == ["ticket.opened", "ticket.resolved", "ticket.reopened"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"shipment": {"status": "delivered"}}, "missing_id"),
        ({"shipment": {"id": "S-1", "status": "entahlah"}}, "unknown_status"),
        ({"shipment": {"id": "S-1", "eta": "segera"}}, "bad_date"),
        ({"shipment": {"id": "S-1", "status": "delivered", "status_at": "2027-01-01"}}, "future_date"),
        ({"invoice": {"id": "I-1", "amount": "banyak"}}, "bad_amount"),
        ({"invoice": {"id": "I-1", "amount": 1, "currency": "XX"}}, "bad_currency"),
        ({"product": {"sku": "KOPI", "lifetime_days": "lama"}}, "bad_quantity"),
        ({"review": {"id": "U-1", "score": 9}}, "bad_score"),
        ({"interaction": {"id": "K-1", "kind": "surat"}}, "unknown_kind"),
        ({"return": {"id": "R-1", "step": "x" * 201}}, "cell_too_long"),
        ({"shipments": [{"id": "S"}] * 1001}, "too_many_objects"),
        ({"customer": {}, "invoice": {"id": "I-1"}}, "no_customer"),
        ({"customer": {"phone": "12"}, "invoice": {"id": "I-1"}}, "phone_too_short"),
    ],
)
def test_what_cannot_be_read_says_why(
    endpoint: Endpoint, now: datetime, said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        deliver(endpoint, now, DEWI | said)
    assert refused.value.code == code


def test_news_that_comes_before_its_order_is_tried_again(endpoint: Endpoint, now: datetime) -> None:
    with pytest.raises(TooEarly) as early:
        deliver(endpoint, now, {"shipment": {"id": "S-1", "order": "A-1001", "status": "delivered"}})
    assert early.value.code == "unknown_order"


def test_the_examples_of_the_guide_work_as_they_stand(endpoint: Endpoint, now: datetime) -> None:
    bodies = [
        json.loads(body) for body in re.findall(r"^BODY='(.*)'$", GUIDE.read_text(encoding="utf-8"), re.M)
    ]
    order = {"id": "A-1001", "placed_at": "2026-09-14T14:05:00+07:00"}
    kinds = {name for body in bodies[1:] for name in body} - {"order", "customer"}
    deliver(endpoint, now, {"order": order, "customer": DEWI["customer"] | {"id": "C-77"}}, *bodies[1:])
    assert kinds == set(READERS)
    assert Contact.objects.count() == 1
    assert set(names()) > {"shipment.shipped", "subscription.noted", "ticket.resolved", "survey.answered"}


def test_unknown_fields_are_passed_over(endpoint: Endpoint, now: datetime) -> None:
    said = {"shipment": {"id": "S-1", "status": "delivered", "warna": "biru"}, "cuaca": {"suhu": 31}}
    deliver(endpoint, now, DEWI | said)
    assert Shipment.objects.get().status == "delivered"


def test_only_addresses_of_the_web_are_links(endpoint: Endpoint, now: datetime) -> None:
    said = [{"id": "S-1", "link": "javascript:alert(1)"}, {"id": "S-2", "link": "https://jne.example/S-2"}]
    deliver(endpoint, now, DEWI | {"shipments": said})
    assert list(Shipment.objects.order_by("pk").values_list("link", flat=True)) == [
        "",
        "https://jne.example/S-2",
    ]


KINDS = [*READERS, "products", "order", "customer"]
FIELDS = [
    *(
        "id",
        "sku",
        "status",
        "status_at",
        "name",
        "amount",
        "currency",
        "at",
        "eta",
        "due_at",
        "kind",
        "link",
    ),
    *("lifetime_days", "stock", "price", "complement", "order", "period_end", "score", "items", "phone"),
    *("email", "promised_at", "by", "product", "plan", "opened_at"),
]
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    5,
    1.5,
    1e300,
    10**30,
    "",
    "x",
    "x" * 600,
    "delivered",
    "paid",
    "ya",
]
ODD += ["released", "telepon", "2026-01-01", "31/02/2026", "0812-1111-2222", "12", "Rp1.000", "1,2,3.4", "\0"]
ODD += ["\ud800", "ⅷ", [], {}, [1], {"sku": "a"}, "A-1", "KOPI"]


def odd_body(chance: random.Random) -> dict[str, Any]:
    def thing() -> dict[str, Any]:
        return {"id": "A-1"} | {
            chance.choice(FIELDS): chance.choice(ODD) for _ in range(chance.randint(0, 5))
        }

    said = {chance.choice(KINDS): chance.choice([thing(), [thing()], chance.choice(ODD)]) for _ in range(2)}
    return (DEWI if chance.random() < 0.8 else {}) | said


def test_whatever_a_body_says_is_taken_or_refused_with_a_code(endpoint: Endpoint, now: datetime) -> None:
    chance, taken = random.Random(5), 0
    for _ in range(150):
        with contextlib.suppress(Unreadable, TooEarly), transaction.atomic():
            deliver(endpoint, now, odd_body(chance))
            taken += 1
    assert 20 < taken < 150
