"""The life of one order at a shop ends alike, however its webhooks are mixed up and repeated."""

import json
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from sapa.accounts.models import Workspace
from sapa.commerce.models import Order, Return, Shipment
from sapa.commerce.services import hearing
from sapa.commerce.sources import shopify, woocommerce
from sapa.contacts.models import Consent, Contact
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.schemas import TooEarly
from sapa.events.services import create_endpoint
from tests.rooms.commerce import test_shopify, test_woocommerce

Delivery = tuple[str, dict[str, Any]]
NOW = datetime(2026, 9, 20, 10, tzinfo=UTC)
PAID = test_shopify.ORDER | {"financial_status": "paid", "updated_at": "2026-09-15T18:00:00+07:00"}
GONE = PAID | {
    "fulfillment_status": "fulfilled",
    "fulfillments": [test_shopify.PARCEL],
    "updated_at": "2026-09-16T10:00:02+07:00",
}
HERE = test_shopify.PARCEL | {"shipment_status": "delivered", "updated_at": "2026-09-18T10:00:00+07:00"}
DONE = GONE | {
    "fulfillments": [HERE],
    "refunds": [test_shopify.REFUND],
    "updated_at": "2026-09-19T10:00:00+07:00",
}
AT_SHOPIFY: list[Delivery] = [
    ("customers/create", test_shopify.CUSTOMER | {"email_marketing_consent": test_shopify.YES}),
    ("checkouts/update", test_shopify.CHECKOUT),
    ("orders/create", test_shopify.ORDER),
    ("orders/paid", PAID),
    ("orders/updated", PAID),
    ("fulfillments/create", test_shopify.PARCEL),
    ("orders/fulfilled", GONE),
    ("fulfillments/update", HERE),
    ("refunds/create", test_shopify.REFUND),
    ("orders/updated", DONE),
]
PACKED = test_woocommerce.ORDER | test_woocommerce.PAID | {"date_modified_gmt": "2026-09-15T03:00:01"}
SENT = PACKED | {
    "meta_data": [{"key": "no_resi", "value": "J1"}],
    "date_modified_gmt": "2026-09-16T03:00:01",
}
CLOSED = SENT | {
    "status": "completed",
    "date_completed_gmt": "2026-09-17T03:00:00",
    "date_modified_gmt": "2026-09-17T03:00:01",
}
AT_WOOCOMMERCE: list[Delivery] = [
    ("customer.created", test_woocommerce.CUSTOMER),
    ("order.created", test_woocommerce.ORDER),
    ("order.updated", test_woocommerce.ORDER | {"status": "on-hold"}),
    ("order.updated", PACKED),
    ("order.updated", SENT),
    ("order.updated", CLOSED),
    ("product.updated", test_woocommerce.PRODUCT),
]


class Shop:
    def __init__(self, kind: str, endpoint: Endpoint) -> None:
        self.kind, self.endpoint = kind, endpoint
        source, self.header = {
            "shopify": (shopify, "x-shopify-topic"),
            "woocommerce": (woocommerce, "x-wc-webhook-topic"),
        }[kind]
        self.apply = hearing(kind, source.parse, lambda _endpoint, _raw, heard, _now: heard)

    def deliver(self, said: list[Delivery]) -> None:
        """What comes before its order comes again, as the worker would try it."""
        waiting = list(said)
        for _ in range(len(said) ** 2):
            if waiting:
                topic, body = waiting.pop(0)
                try:
                    with transaction.atomic():
                        self._one(topic, body)
                except TooEarly:
                    waiting.append((topic, body))
        assert waiting == []

    def _one(self, topic: str, body: dict[str, Any]) -> None:
        given = {"endpoint": self.endpoint, "kind": self.kind, "received_at": NOW, "next_at": NOW}
        self.apply([RawDelivery(body=json.dumps(body).encode(), headers={self.header: topic}, **given)], NOW)


@pytest.fixture(params=[("shopify", AT_SHOPIFY), ("woocommerce", AT_WOOCOMMERCE)], ids=lambda param: param[0])
def life(request: pytest.FixtureRequest, shop: Workspace) -> tuple[Shop, list[Delivery]]:
    kind, said = request.param
    return Shop(kind, create_endpoint(kind="shopify", label="Toko Sari", now=NOW)[0]), said


def state() -> list[Any]:
    times = ("placed_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "payment_deadline")
    orders = Order.objects.values_list("external_id", "status", "amount", "goods", "contact__phone", *times)
    parcels = Shipment.objects.values_list("external_id", "status", "tracking_number", "order__external_id")
    names = Event.objects.values_list("name", flat=True)
    consents = Consent.objects.values_list("state", "at")
    returns = Return.objects.values_list("external_id", "status")
    return [*orders, *parcels, *returns, *consents, sorted(names), Contact.objects.count()]


@pytest.mark.parametrize("seed", range(6))
def test_twice_and_shuffled_ends_as_in_order(life: tuple[Shop, list[Delivery]], seed: int) -> None:
    shop, said = life
    with transaction.atomic():
        shop.deliver(said)
        in_order = state()
        transaction.set_rollback(True)
    mixed = said * 2
    random.Random(seed).shuffle(mixed)
    shop.deliver(mixed)
    assert state() == in_order
    assert Order.objects.count() == 1
