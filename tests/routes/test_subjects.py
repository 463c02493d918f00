"""What a shop tells beside its orders, over HTTP with the worker: rows, facts, events, each once."""

import json
from typing import Any

import pytest

from sapa.commerce.models import Order, Product, Shipment
from sapa.commerce.selectors import affairs_of
from sapa.contacts.models import Contact
from sapa.contacts.selectors import interactions_of, tickets_of
from sapa.events.models import Event, RawDelivery
from tests.routes.cast import DEWI, at
from tests.routes.house import House


def tell(house: House, **said: Any) -> None:
    body: dict[str, Any] = {"customer": {"id": DEWI.id, "name": DEWI.name, "phone": DEWI.phone}}
    assert house.post(json.dumps(body | said).encode()).status == 200
    house.settle()


def names(house: House) -> list[str]:
    with house.inside():
        assert not RawDelivery.objects.exclude(error="").exists()
        return list(Event.objects.order_by("id").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"shipment": {"id": "S-1", "status": "out_for_delivery"}}, "shipment.out_for_delivery"),
        ({"subscription": {"id": "L-1", "period_end": "2026-12-01"}}, "subscription.noted"),
        ({"invoice": {"id": "I-1", "amount": 500000}}, "invoice.issued"),
        ({"return": {"id": "R-1", "status": "requested"}}, "return.requested"),
        ({"ticket": {"id": "T-1", "kind": "delivery"}}, "ticket.opened"),
        ({"interaction": {"id": "K-1", "kind": "visit"}}, "interaction.first"),
        ({"feature": {"id": "F-1", "name": "Mode hemat", "status": "used"}}, "feature.used"),
        ({"review": {"id": "U-1", "score": 5}}, "review.given"),
        ({"survey": {"id": "Q-1"}}, "survey.answered"),
    ],
)
def test_each_kind_arrives_once_however_often_it_is_sent(
    house: House, said: dict[str, Any], name: str
) -> None:
    for _ in range(3):
        tell(house, **said)
    assert names(house) == [name]


def test_a_parcel_that_arrives_makes_its_order_arrive(house: House) -> None:
    house.order("A-1", DEWI, status="paid")
    house.settle()
    house.clock.to(at(15, "10:00"))
    tell(house, order={"id": "A-1"}, shipment={"id": "S-1", "status": "sampai", "courier": "JNE"})
    with house.inside():
        sold, parcel = Order.objects.get(), Shipment.objects.get()
        assert (parcel.order_id, sold.status, sold.delivered_at) == (
            sold.pk,
            "delivered",
            parcel.delivered_at,
        )
    assert names(house).count("shipment.delivered") == 1


def test_a_parcel_told_before_its_order_finds_it_later(house: House) -> None:
    news = {"shipment": {"id": "S-1", "order": "A-1", "status": "in_transit"}}
    assert house.post(json.dumps(news).encode()).status == 200
    house.settle()
    house.order("A-1", DEWI, status="paid")
    house.clock.to(at(15, "09:00"))
    with house.inside():
        assert Shipment.objects.get().order_id == Order.objects.get().pk


def test_everything_about_a_customer_is_found_at_once(house: House) -> None:
    tell(house, product={"sku": "KOPI", "name": "Kopi Gayo"}, invoice={"id": "I-1", "amount": 500000})
    tell(house, ticket={"id": "T-1", "kind": "delivery"}, interaction={"id": "K-1", "kind": "call"})
    with house.inside():
        dewi = Contact.objects.get().pk
        assert Product.objects.get().name == "Kopi Gayo"
        assert [one.external_id for one in affairs_of(dewi, each=3).invoices.rows] == ["I-1"]
        assert len(tickets_of([dewi])[dewi]) == len(interactions_of([dewi])[dewi]) == 1
