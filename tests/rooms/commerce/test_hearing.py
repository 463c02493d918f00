"""What every kind of sender tells, through the real door, twice and in any order: the same in the end."""

import asyncio
import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.conf import LazySettings, settings

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.base.signatures import sign
from sapa.commerce.models import Order, OrderLine, Payment, Return, Shipment
from sapa.contacts.models import Contact
from sapa.events.ingest import Ingest
from sapa.events.models import Endpoint, Event, RawDelivery
from sapa.events.services import create_endpoint, process_raw

ROUNDS = 6
SECRET = "kunci-rahasia-toko-sari"
SECRETS = {"biteship": f"X-Toko-Sari: {SECRET}", "tiktokshop": f"6abc:{SECRET}"}
Headers = dict[str, str]


class Call(NamedTuple):
    kind: str
    body: dict[str, Any]
    topic: str = ""

    def raw(self) -> bytes:
        return json.dumps(self.body).encode()


def hexed(text: bytes) -> str:
    return hmac.digest(SECRET.encode(), text, "sha256").hex()


def based(raw: bytes) -> str:
    return base64.b64encode(hmac.digest(SECRET.encode(), raw, "sha256")).decode()


SIGNED: dict[str, Callable[[bytes, str, str], Headers]] = {
    "generic": lambda raw, _url, _topic: {"x-sapa-signature": sign(raw, SECRET)},
    "shopify": lambda raw, _url, topic: {
        "x-shopify-hmac-sha256": based(raw),
        "x-shopify-topic": topic,
        "x-shopify-shop-domain": "toko-sari.myshopify.com",
    },
    "woocommerce": lambda raw, _url, topic: {
        "x-wc-webhook-signature": based(raw),
        "x-wc-webhook-topic": topic,
    },
    "midtrans": lambda _raw, _url, _topic: {},
    "xendit": lambda _raw, _url, _topic: {"x-callback-token": SECRET},
    "biteship": lambda _raw, _url, _topic: {"x-toko-sari": SECRET},
    "tiktokshop": lambda raw, _url, _topic: {"authorization": hexed(b"6abc" + raw)},
    "shopee": lambda raw, url, _topic: {"authorization": hexed(url.encode() + b"|" + raw)},
}


def story(start: datetime) -> list[Call]:
    """Three orders of one shop paid through two gateways, one parcel, and two marketplaces."""

    def at(minutes: int) -> str:
        return (start + timedelta(minutes=minutes)).isoformat(timespec="seconds")

    def unix(minutes: int) -> int:
        return int((start + timedelta(minutes=minutes)).timestamp())

    def ordered(number: int, minutes: int, **said: Any) -> dict[str, Any]:
        address = {"name": "Dewi Lestari", "phone": "0812-1111-2222", "country_code": "ID"}
        items = [{"id": 71, "sku": "KOPI-250", "name": "Kopi Gayo", "quantity": 2, "requires_shipping": True}]
        known = {"id": number, "name": f"#{number - 4000}", "created_at": at(0), "updated_at": at(minutes)}
        money = {"currency": "IDR", "total_price": "165000.00", "financial_status": "pending"}
        return known | money | {"shipping_address": address, "line_items": items} | said

    def transaction(number: str, order: str, status: str, code: str, minutes: int) -> dict[str, Any]:
        text = f"{order}{code}165000.00{SECRET}".encode()
        wib = start.astimezone(UTC) + timedelta(hours=7)
        stamp = {
            name: f"{wib + timedelta(minutes=later):%Y-%m-%d %H:%M:%S}"
            for name, later in (("begun", 5), ("now", minutes))
        }
        times = {"transaction_time": stamp["begun"], "expiry_time": stamp["now"]}
        times |= {"settlement_time": stamp["now"]} if status == "settlement" else {}
        known = {
            "transaction_id": number,
            "order_id": order,
            "transaction_status": status,
            "status_code": code,
        }
        signed = {"gross_amount": "165000.00", "signature_key": hashlib.sha512(text).hexdigest()}
        return known | signed | times | {"payment_type": "bank_transfer", "currency": "IDR"}

    def invoice(status: str, minutes: int) -> dict[str, Any]:
        known = {"id": "inv-1", "external_id": "1002", "status": status, "amount": 165000, "currency": "IDR"}
        paid = {"paid_amount": 165000, "paid_at": at(minutes)} if status == "PAID" else {}
        return known | paid | {"created": at(5), "updated": at(minutes), "payment_method": "EWALLET"}

    def parcel(status: str, minutes: int) -> dict[str, Any]:
        known = {"event": "order.status", "order_id": "BTS-1", "status": status, "updated_at": at(minutes)}
        return known | {"courier_waybill_id": "JX0001", "courier_company": "jnt"}

    def woo(status: str, minutes: int) -> dict[str, Any]:
        def gmt(then: int) -> str:
            return f"{start.astimezone(UTC) + timedelta(minutes=then):%Y-%m-%dT%H:%M:%S}"

        paid = {"date_paid_gmt": gmt(12)} if status != "pending" else {}
        done = {"date_completed_gmt": gmt(95)} if status == "completed" else {}
        known = {"id": 801, "number": "801", "status": status, "currency": "IDR", "total": "99000"}
        billing = {"first_name": "Made", "phone": "0813-3333-4444", "country": "ID"}
        return (
            known
            | paid
            | done
            | {"date_created_gmt": gmt(0), "date_modified_gmt": gmt(minutes), "billing": billing}
        )

    def tiktok(status: str, minutes: int) -> dict[str, Any]:
        data = {"order_id": "5760001", "order_status": status, "update_time": unix(minutes)}
        ids = {"tts_notification_id": f"7400{minutes}", "shop_id": "7494"}
        return {"type": 1, **ids, "timestamp": unix(minutes), "data": data}

    def shopee(status: str, minutes: int) -> dict[str, Any]:
        data = {"ordersn": "260915SARI", "status": status, "update_time": unix(minutes), "items": []}
        return {"code": 3, "shop_id": 22, "timestamp": unix(minutes), "data": data}

    fulfilment = {
        "id": 9001,
        "order_id": 5001,
        "status": "success",
        "created_at": at(60),
        "updated_at": at(60),
    }
    refund = {"id": 77, "order_id": 5002, "created_at": at(300), "processed_at": at(300)}
    gone = [{"kind": "refund", "status": "success", "amount": "165000.00"}]
    return [
        *(Call("shopify", ordered(number, 0), "orders/create") for number in (5001, 5002, 5003)),
        Call("shopify", ordered(5003, 90, cancelled_at=at(90), cancel_reason="customer"), "orders/cancelled"),
        Call(
            "shopify",
            fulfilment | {"tracking_number": "JX0001", "tracking_company": "J&T"},
            "fulfillments/create",
        ),
        Call("shopify", refund | {"transactions": gone, "refund_line_items": []}, "refunds/create"),
        *(
            Call("woocommerce", woo(*told), "order.updated")
            for told in (("pending", 0), ("processing", 12), ("completed", 95))
        ),
        Call("midtrans", transaction("T-1", "1001", "pending", "201", 5)),
        Call("midtrans", transaction("T-1", "1001", "settlement", "200", 20)),
        Call("midtrans", transaction("T-0", "1001", "expire", "407", 10)),
        Call("midtrans", transaction("T-9", "1003", "expire", "407", 80)),
        Call("xendit", invoice("PAID", 30)),
        *(
            Call("biteship", parcel(*told))
            for told in (("picked", 70), ("dropping_off", 200), ("delivered", 240))
        ),
        *(
            Call("tiktokshop", tiktok(*told))
            for told in (("UNPAID", 0), ("AWAITING_SHIPMENT", 10), ("IN_TRANSIT", 90), ("DELIVERED", 400))
        ),
        *(Call("shopee", shopee(*told)) for told in (("UNPAID", 0), ("READY_TO_SHIP", 9), ("CANCELLED", 50))),
        Call(
            "generic",
            {
                "order": {"id": "G-1", "placed_at": at(0), "status": "lunas", "total": 99000},
                "customer": {"phone": "0813-2222-3333"},
                "updated_at": at(15),
            },
        ),
    ]


def deliver(endpoints: dict[str, Endpoint], calls: list[Call]) -> list[int]:
    async def _all() -> list[int]:
        app = Ingest(patience=30)
        try:
            return await asyncio.gather(*(_one(app, endpoints[call.kind], call) for call in calls))
        finally:
            await app.stop()

    return asyncio.run(_all())


async def _one(app: Ingest, endpoint: Endpoint, call: Call) -> int:
    sent: list[Any] = []
    path, raw = f"/hooks/{call.kind}/{endpoint.public_id}/", call.raw()

    async def receive() -> Any:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def answer(message: Any) -> None:
        sent.append(message)

    named = SIGNED[call.kind](raw, settings.SAPA.url + path, call.topic)
    headers = [(name.encode(), value.encode()) for name, value in named.items()]
    scope: Any = {"type": "http", "path": path, "method": "POST", "headers": headers, "query_string": b""}
    await app(scope, receive, answer)
    return int(sent[0]["status"])


def state() -> dict[str, Any]:
    """Without the numbers that rows and senders got."""
    numbers = dict(Order.objects.values_list("pk", "number"))
    times = {
        order.number: (order.status, order.placed_at, order.paid_at, order.shipped_at, order.delivered_at)
        for order in Order.objects.all()
    }
    subjects = {
        model.__name__: sorted(
            (
                row.source.partition("-")[0],
                row.external_id,
                row.status,
                row.status_at,
                numbers.get(row.order_id or 0),
            )
            for row in model.objects.all()
        )
        for model in (Payment, Shipment, Return)
    }
    told = sorted(
        (event.name, numbers.get(event.order_id or 0, ""))
        for event in Event.objects.all()
        if event.name != "contact.created"
    )
    counts = (Contact.objects.count(), OrderLine.objects.count())
    return {"orders": times, "events": told, "counts": counts, **subjects}


@pytest.fixture
def wired(settings: LazySettings) -> None:
    settings.SOURCES = "sapa.config.sources.SOURCES"


def told_in_full(shop: Workspace, seed: int, start: datetime) -> dict[str, Any]:
    """What stands after everything came twice, shuffled, with the worker at work in between."""
    now, chance = datetime.now(UTC), random.Random(seed)
    with workspace_scope(shop.pk):
        endpoints = {
            kind: create_endpoint(kind=kind, label=kind, now=now, secret=SECRETS.get(kind, SECRET))[0]
            for kind in SIGNED
        }
    calls = story(start) * 2
    if seed:
        chance.shuffle(calls)
    for place, part in enumerate((calls[: len(calls) // 2], calls[len(calls) // 2 :])):
        assert set(deliver(endpoints, part)) == {200}
        process_raw(now=now + timedelta(minutes=1 + place))
    for hours in range(ROUNDS):
        process_raw(now=now + timedelta(hours=1 + hours))
    with workspace_scope(shop.pk):
        left = RawDelivery.objects.exclude(state="done").values_list("kind", "error")
        assert list(left) == []
        return state()


@pytest.mark.usefixtures("wired")
@pytest.mark.parametrize("seed", range(4))
def test_twice_and_shuffled_is_the_same_in_the_end(committed_shop: Workspace, seed: int) -> None:
    start = (datetime.now(UTC) - timedelta(days=2)).replace(microsecond=0)
    found = told_in_full(committed_shop, seed, start)

    def later(minutes: int) -> datetime:
        return start + timedelta(minutes=minutes)

    assert {number: row[0] for number, row in found["orders"].items()} == {
        "1001": "delivered",
        "1002": "paid",
        "1003": "cancelled",
        "5760001": "delivered",
        "260915SARI": "cancelled",
        "801": "completed",
        "G-1": "paid",
    }
    assert found["orders"]["1001"] == ("delivered", later(0), later(20), later(60), later(240))
    assert found["orders"]["5760001"] == ("delivered", later(0), later(10), later(90), later(400))
    assert found["Payment"] == [
        ("midtrans", "T-0", "expired", later(10), "1001"),
        ("midtrans", "T-1", "paid", later(20), "1001"),
        ("midtrans", "T-9", "expired", later(80), "1003"),
        ("xendit", "inv-1", "paid", later(30), "1002"),
    ]
    assert found["Shipment"] == [("shopify", "9001", "delivered", later(240), "1001")]
    assert found["Return"] == [("shopify", "77", "refunded", later(300), "1002")]
    assert found["events"] == sorted(
        [
            *(("order.placed", number) for number in found["orders"]),
            *(
                ("payment.received", number)
                for number in ("1001", "1002", "5760001", "260915SARI", "801", "G-1")
            ),
            *((f"shipment.{step}", "1001") for step in ("shipped", "out_for_delivery", "delivered")),
            *((f"shipment.{step}", "5760001") for step in ("shipped", "delivered")),
            *(("order.cancelled", number) for number in ("1003", "260915SARI")),
            ("shipment.shipped", "801"),
            ("return.refunded", "1002"),
        ]
    )
    assert found["counts"] == (5, 3)


@pytest.mark.usefixtures("wired")
@pytest.mark.parametrize("kind", [kind for kind in SIGNED if kind != "midtrans"])
def test_a_wrong_secret_is_refused_whatever_the_kind(committed_shop: Workspace, kind: str) -> None:
    other = SECRETS.get(kind, SECRET)[:-1] + "x"
    with workspace_scope(committed_shop.pk):
        endpoint = create_endpoint(kind=kind, label=kind, now=datetime.now(UTC), secret=other)[0]
    call = next(call for call in story(datetime.now(UTC)) if call.kind == kind)
    assert deliver({kind: endpoint}, [call]) == [401]
    with workspace_scope(committed_shop.pk):
        assert not RawDelivery.objects.exists()


def test_every_kind_that_is_wired_is_in_the_story() -> None:
    from sapa.config.sources import SOURCES

    assert set(SOURCES) - {"whatsapp"} == set(SIGNED) == {call.kind for call in story(datetime.now(UTC))}
